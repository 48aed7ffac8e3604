import yargs, { type Argv } from 'yargs';
import { EXIT_CODE_TABLE } from './exit-codes.ts';
import { COMMAND_OPTIONS, type CommandName } from './option-help.ts';

/** What the completion script calls the program with. */
export const COMPLETION_REQUEST = '--get-yargs-completions';

/** Widest help text, so that it stays readable on wide terminals. */
const HELP_WIDTH = 110;

const SETTINGS_NOTE = `Settings also come from the environment (PORTREEVE_HOST_RATE=20 for --host-rate 20) and from portreeve.yaml;
the command line wins over both, the environment over the file.`;

/**
 * The commands and options as yargs shows, completes and splits them.
 * Values stay texts here: numbers, durations and word lists are read by src/config, which also serves file and environment.
 */
export function createCommandTree(argv: readonly string[], version: string): Argv {
  const root = yargs([...argv])
    .scriptName('portreeve')
    .locale('en')
    .exitProcess(false)
    .parserConfiguration({
      'camel-case-expansion': false,
      'dot-notation': false,
      // `--no-color` is an option of its own; `--no-rate` is a mistake.
      'boolean-negation': false,
      // `--exclude A B`: B is a target.
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .usage(
      'portreeve COMMAND\n\nWhich ports of your own ranges can be reached, by what, whether without a password, and whether policy allows it.',
    )
    .command('audit', 'Probe targets, identify what answers, judge it, write a report', audit)
    .command('plan', 'Show what an audit would probe and how long it would take; sends nothing', plan)
    .command('init', 'Write a commented portreeve.yaml', (tree) => describe(tree, 'init', 'portreeve init [--force]'))
    .command('judge', 'Judge a saved run again, with changed rules; sends nothing', judge)
    .command('report', 'Print the report of a run', (tree) =>
      describe(tree, 'report', 'portreeve report RUN --format json|html'),
    )
    .command('explain', 'Show what would be sent to a port or service, byte for byte; sends nothing', explain)
    .command('rules', 'Work with rule packs', rules)
    .command('intent', 'Work with intent matrices: what may be reached from where', intent)
    .command('waivers', 'Check files of accepted findings, or accept a finding', waivers)
    .command('diff', 'What changed between two runs', diff)
    .epilogue(EXIT_CODE_TABLE)
    .version(version)
    .wrap(HELP_WIDTH);
  return answerWords(root, argv);
}

/**
 * yargs takes the word `completion` anywhere, and `help` at the end, for a wish of its own. Here they may be hosts to audit,
 * and an audit that prints help instead, with exit code 0, would look clean.
 */
function answerWords(tree: Argv, argv: readonly string[]): Argv {
  const [first] = argv;
  const about = 'Print a completion script for bash or zsh';
  const completes = first === 'completion' || first === COMPLETION_REQUEST;
  const helps = first === 'help' || argv.includes('--help') || argv.includes('-h');
  if (completes) tree.completion('completion', about);
  else tree.command('completion', about);
  return helps || completes ? tree.help().alias('help', 'h') : tree.help(false);
}

function audit(tree: Argv): Argv {
  return describe(
    tree,
    'audit',
    'portreeve audit TARGET...\nportreeve audit --resume RUN\n\nTargets: addresses, CIDRs, ranges (10.0.0.1-10.0.0.9), host names, inventory files, - for standard input.\n' +
      'While it runs: the keys - (half the pace), + (double) and p (pause), or the signals SIGUSR1 (half) and SIGUSR2 (double).',
  )
    .example('portreeve audit 10.0.0.0/24', 'About 140 usual ports of 256 addresses')
    .example('portreeve audit db.example.org -p databases,22', 'Every address of a host name')
    .example('portreeve audit hosts.csv --exclude 10.0.0.7 --fail-on critical', 'An inventory but for one address')
    .example('portreeve audit 10.0.0.0/8 -p 443 --shard 2/4', 'The second of four machines that share the work')
    .example('portreeve audit --resume portreeve-runs/2026-01-31', 'Go on with a run that was cut short')
    .example('portreeve audit 10.0.0.0/24 --json | jq -c "select(.type==\\"finding\\")"', 'Findings as they come');
}

function plan(tree: Argv): Argv {
  return describe(tree, 'plan', 'portreeve plan TARGET...').example(
    'portreeve plan 10.0.0.0/8 -p 22',
    'How long would it take?',
  );
}

function judge(tree: Argv): Argv {
  return describe(tree, 'judge', 'portreeve judge RUN...')
    .example('portreeve judge portreeve-runs/2026-01-31 --rules ./rules', 'What would our own rules have said?')
    .example(
      'portreeve judge from-fra from-nyc from-office --intent perimeter.yaml',
      'What three vantages saw, together',
    );
}

function explain(tree: Argv): Argv {
  return describe(tree, 'explain', 'portreeve explain PORT|SERVICE')
    .example('portreeve explain 6379', 'What an open port 6379 is asked')
    .example('portreeve explain redis', 'Every byte that the check of Redis may send');
}

function rules(tree: Argv): Argv {
  return tree
    .usage('portreeve rules COMMAND')
    .command('list', 'Every rule with its severity and category', (inner) =>
      describe(inner, 'rules list', 'portreeve rules list [PACK...]'),
    )
    .command('explain', 'Say in words when a rule fails, what it needs to know and how severe it is', (inner) =>
      describe(inner, 'rules explain', 'portreeve rules explain RULE [--rules PACK]').example(
        'portreeve rules explain cleartext/telnet',
        'What makes Telnet a finding?',
      ),
    )
    .command('lint', 'Find what rule packs should be better at', (inner) =>
      describe(inner, 'rules lint', 'portreeve rules lint [PACK...]'),
    )
    .command('test', 'Run the tests that rule packs carry', (inner) =>
      describe(inner, 'rules test', 'portreeve rules test [PACK...]'),
    )
    .command('lock', 'Write down which packs were agreed on, so that others are refused', (inner) =>
      describe(inner, 'rules lock', 'portreeve rules lock [PACK...]'),
    );
}

function intent(tree: Argv): Argv {
  return tree
    .usage('portreeve intent init|check')
    .command('init', 'Print a matrix of what a run found open, to be given reasons', (inner) =>
      describe(inner, 'intent init', 'portreeve intent init --from RUN|report.json [--from ...]').example(
        'portreeve intent init --from portreeve-runs/2026-01-31 > intent.yaml',
        'A start for a review; every reason is TODO and must be filled in',
      ),
    )
    .command('check', 'Load a matrix and say what is in it; sends nothing', (inner) =>
      describe(inner, 'intent check', 'portreeve intent check FILE [--against RUN]').example(
        'portreeve intent check intent.yaml --against portreeve-runs/2026-01-31',
        'Which rows meet no host and port of that run?',
      ),
    );
}

function waivers(tree: Argv): Argv {
  return tree
    .usage('portreeve waivers check FILE...\nportreeve waivers add FILE')
    .command('check', 'Show how waivers stand, and what is wrong with their files; sends nothing', (inner) =>
      describe(inner, 'waivers check', 'portreeve waivers check FILE...')
        .example('portreeve waivers check waivers.yaml', 'Who accepted what, and for how long')
        .example(
          'portreeve waivers check waivers.yaml --report portreeve-runs/2026-01-31 --strict',
          'And what for nothing',
        ),
    )
    .command('add', 'Add a waiver for one finding of a run to a file', (inner) =>
      describe(inner, 'waivers add', 'portreeve waivers add FILE --finding FINGERPRINT --from RUN').example(
        'portreeve waivers add waivers.yaml --finding 3b0c6f --from portreeve-runs/2026-01-31 --type planned-fix --reason "The link is moved in March." --owner data@example.org --approved-by ciso@example.org --days 60',
        'Accept a finding for two months',
      ),
    );
}

function diff(tree: Argv): Argv {
  return describe(
    tree,
    'diff',
    'portreeve diff OLD NEW\n\nRun directories or report.json files. Exit code 1 where a finding is new, worse or back; 0 otherwise.',
  )
    .example('portreeve diff portreeve-runs/monday portreeve-runs/tuesday', 'What changed since yesterday')
    .example('portreeve diff main.json branch.json --format markdown', 'The same as a comment on a pull request');
}

function describe(tree: Argv, command: CommandName, usage: string): Argv {
  tree.usage(usage);
  if ('config' in (COMMAND_OPTIONS[command]['Output:'] ?? {})) tree.epilogue(SETTINGS_NOTE);
  tree.epilogue(EXIT_CODE_TABLE);
  for (const [group, options] of Object.entries(COMMAND_OPTIONS[command])) {
    for (const [name, { switch: isSwitch, ...help }] of Object.entries(options)) {
      tree.option(name, { ...help, group, type: isSwitch ? 'boolean' : 'string' });
    }
  }
  return tree;
}
