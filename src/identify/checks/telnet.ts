import type { Access } from '../../model/service.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';
import type { Conversation } from '../conversation.ts';

// RFC 854: IAC introduces a command; WILL, WONT, DO and DONT take one option; SB ... IAC SE is a subnegotiation.
const IAC = 255;
const DONT = 254;
const DO = 253;
const WONT = 252;
const WILL = 251;
const SB = 250;
const SE = 240;

/** What a session shows so far. */
export interface TelnetScreen {
  /** Option negotiation was seen, which proves Telnet. */
  readonly negotiated: boolean;
  /** Refusals of every option that the server asked for or offered. */
  readonly refusals: Buffer;
  readonly prompt: 'login' | 'shell' | undefined;
}

/** More options than this are not answered on one connection. */
const MOST_REFUSALS = 64;

/** Separates commands from text. Unfinished commands at the end are ignored. */
export function parse(bytes: Buffer): TelnetScreen {
  const refusals: number[] = [];
  const text = Buffer.alloc(bytes.length);
  let length = 0;
  let negotiated = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    const command = byte === IAC ? bytes[++at] : undefined;
    if (byte !== IAC || command === IAC) text[length++] = byte;
    else if (command === SB) at = endOfSubnegotiation(bytes, at);
    else if (command !== undefined && command >= WILL) {
      const option = bytes[++at];
      if (option === undefined) break;
      negotiated = true;
      refusals.push(...refusalOf(command, option));
    }
  }
  return {
    negotiated,
    refusals: Buffer.from(refusals.slice(0, 3 * MOST_REFUSALS)),
    prompt: promptOf(text.toString('latin1', Math.max(0, length - 512), length)),
  };
}

/** WONT for DO, DONT for WILL, and nothing for those two themselves (RFC 854: no answer where nothing changes). */
function refusalOf(command: number, option: number): readonly number[] {
  if (command === DO) return [IAC, WONT, option];
  return command === WILL ? [IAC, DONT, option] : [];
}

function endOfSubnegotiation(bytes: Buffer, from: number): number {
  const end = bytes.indexOf(Buffer.from([IAC, SE]), from);
  return end < 0 ? bytes.length : end + 1;
}

const LOGIN = /(?:login|user(?: ?name)?|pass(?:word|code)|account)(?: for [^:\n]{1,64})?[ \t]*:[ \t]*$/i;
/** `#`, `>`, `$` or `%` after one word (`router>`, `root@box:~#`), a bracket (`[admin@x] >`) or BusyBox's `/ `. */
/** Asks for a name or a password, but not as `login` does: whether it insists on one is not known. Shown by itself, a percentage is progress. */
const NO_SHELL =
  /(?:log[io]n|user(?:[ _-]?(?:name|id))?|account|pass(?:word|code|phrase|wd)|pin|otp|token|benutzer(?:name)?|[ck]ennwort|passwort|usuario|utilisateur|passe|contraseña|senha|utente)[ \t]*[#>$%] ?$|^\d+%/i;
const SHELL = /^(?:[~/] |\[[^\]]{1,64}\] ?\S{0,64} ?|[^\s]{0,64}[\w/~\\:)\]@][^\s]{0,8}? ?)?[#>$%] ?$/;
const CONTROL_SEQUENCE = /\x1b\[[0-?]{0,32}[ -/]{0,8}[@-~]|[\x00\x07\x0e\x0f]/g;

/** What the last line of the last text asks for; a prompt in words that we do not know is no prompt. */
function promptOf(text: string): TelnetScreen['prompt'] {
  const line =
    text
      .replace(CONTROL_SEQUENCE, '')
      .split(/[\r\n]+/)
      .at(-1) ?? '';
  if (LOGIN.test(line)) return 'login';
  return line.trim() !== '' && SHELL.test(line) && !NO_SHELL.test(line) ? 'shell' : undefined;
}

const REFUSE: Question = {
  name: 'refuse every option',
  bytes: Buffer.from([IAC, WONT, 24, IAC, DONT, 1]),
  pattern: /^(?:\xff[\xfc\xfe][\0-\xff])+$/,
};
const ROUNDS = 8;
const ACCESS = { login: 'required', shell: 'none-required' } as const satisfies Record<string, Access>;

/** RFC 854 has no identification, so that only negotiation proves Telnet; a bare login prompt is Telnet in all but name. */
function isTelnet(screen: TelnetScreen): boolean {
  return screen.negotiated || screen.prompt === 'login';
}

export const telnet: Check = {
  name: 'telnet',
  ports: [23, 2323],
  likelihood: 'common',
  effect: 'none',
  speaksFirst: 'server',
  sends: [REFUSE],
  source: 'RFC 854, RFC 855',
  reading:
    "A login or password prompt means that credentials are required, a shell's prompt that they are not; nothing is typed, so that any other text leaves access unknown.",
  recognizes: (bytes) =>
    (bytes[0] === IAC && (bytes[1] ?? 0) >= SB && parse(bytes).negotiated) || parse(bytes).prompt === 'login',
  async run(conversation) {
    const screen = await readScreen(conversation);
    if (!isTelnet(screen)) return undefined;
    return {
      product: null,
      version: null,
      confidence: screen.negotiated ? 10 : 8,
      access: screen.prompt === undefined ? 'unknown' : ACCESS[screen.prompt],
      details: screen.prompt === undefined ? {} : { 'telnet.prompt': screen.prompt },
    };
  },
};

/** Refuses whatever is negotiated, in bounded rounds, until a prompt stands still. Nothing is ever typed. */
async function readScreen(conversation: Conversation): Promise<TelnetScreen> {
  let heard: Buffer = Buffer.alloc(0);
  let refused = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    const screen = parse(heard);
    if (screen.prompt !== undefined) {
      const more = await listenUntilQuiet(conversation);
      if (more.length === 0) return conversation.end === undefined ? screen : { ...screen, prompt: undefined };
      heard = Buffer.concat([heard, more]);
      continue;
    }
    const refusals = screen.refusals.subarray(refused);
    refused += refusals.length;
    const before = heard;
    const isNews = (bytes: Buffer): boolean => {
      const next = parse(Buffer.concat([before, bytes]));
      return next.refusals.length > refused || next.prompt !== undefined || (round === 0 && next.negotiated);
    };
    const reply = await (refusals.length === 0
      ? conversation.listen(isNews)
      : conversation.ask({ ...REFUSE, bytes: refusals }, isNews));
    if (reply.length === 0) break;
    heard = Buffer.concat([heard, reply]);
  }
  return { ...parse(heard), prompt: undefined };
}

/** How long nothing may follow what looks like a prompt: a banner that arrives in pieces holds `#` and `>`, too. */
const QUIET_MS = 1000;

async function listenUntilQuiet(conversation: Conversation): Promise<Buffer> {
  let length = 0;
  for (;;) {
    const known = length;
    length = (await conversation.overhear((bytes) => bytes.length > known, QUIET_MS)).length;
    if (length === known) return length === 0 ? Buffer.alloc(0) : conversation.listen(() => true, 0);
  }
}
