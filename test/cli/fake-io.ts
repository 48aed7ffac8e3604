import { EventEmitter } from 'node:events';
import { Readable, Writable } from 'node:stream';
import type { Api } from '../../src/cli/api.ts';
import type { CommandIo, OutputStream } from '../../src/cli/command-io.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import type { AuditEvent } from '../../src/model/events.ts';
import type { Report } from '../../src/model/report.ts';

/** A stream that remembers what was written, or fails every write with `failure`. */
export function memoryStream(
  options: { readonly tty?: boolean; readonly failure?: Error } = {},
): OutputStream & { text: string } {
  const stream = new Writable({
    write(chunk, _encoding, done) {
      if (options.failure === undefined) memory.text += String(chunk);
      done(options.failure);
    },
  });
  const memory = Object.assign(stream, { text: '', ...(options.tty === true && { isTTY: true, columns: 200 }) });
  return memory;
}

/** An API in which every call fails; tests put in what they expect to be called. */
export function fakeApi(changes: Partial<Api> = {}): Api {
  const unexpected = (name: string) => () => {
    throw new Error(`unexpected call of ${name}`);
  };
  return {
    audit: unexpected('audit'),
    plan: unexpected('plan'),
    recordedRequest: unexpected('recordedRequest'),
    judge: unexpected('judge'),
    render: unexpected('render'),
    testRules: unexpected('testRules'),
    listRules: unexpected('listRules'),
    lintRules: unexpected('lintRules'),
    lockRules: unexpected('lockRules'),
    explainRuleById: unexpected('explainRuleById'),
    explain: unexpected('explain'),
    checkIntent: unexpected('checkIntent'),
    draftIntent: unexpected('draftIntent'),
    draftDeclaredIntent: unexpected('draftDeclaredIntent'),
    checkWaivers: unexpected('checkWaivers'),
    addWaiver: unexpected('addWaiver'),
    diffRuns: unexpected('diffRuns'),
    ...changes,
  };
}

/** An audit that sends these events and ends with the result, or with the error. */
export function fakeAudit(events: readonly AuditEvent[], end: Error | Report): Api['audit'] {
  return () => ({
    result:
      end instanceof Error
        ? Promise.reject(end)
        : Promise.resolve({ report: end, directory: 'run', files: ['run/report.json'] }),
    async *[Symbol.asyncIterator]() {
      yield* events;
    },
  });
}

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command line against memory streams in an empty world. */
export async function runFake(
  line: string | readonly string[],
  api: Api,
  io: Partial<CommandIo> = {},
): Promise<Outcome> {
  const stdout = memoryStream();
  const stderr = memoryStream();
  const argv = typeof line === 'string' ? line.split(' ') : line;
  const defaults = {
    stdout,
    stderr,
    stdin: Readable.from([]),
    env: {},
    cwd: '/nonexistent',
    signals: new EventEmitter(),
  };
  const exitCode = await runCommandLine(argv, { ...defaults, ...io }, api);
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}
