import { UsageError } from '../model/errors.ts';
import type { EngineChoice } from '../model/request.ts';
import { descriptorRoom } from '../net/socket-room.ts';
import { whyNoRawSockets, whyNoSystemCalls } from '../net/system-calls.ts';
import type { Engine, EngineOptions } from './engine.ts';
import { createEpollEngine } from './epoll-engine.ts';
import { createNodeEngine } from './node-engine.ts';

/** The engines there are: raw packets, the kernel's handshake by system calls, and by `node:net`. */
export type EngineKind = 'syn' | 'epoll' | 'node';

export interface ChosenEngine {
  readonly kind: EngineKind;
  /** As reports name it. */
  readonly name: string;
  /** Why this one, as one short phrase for the user. */
  readonly because: string;
  /** What the user asked for and does not get. */
  readonly warning?: string;
}

const NAMES = {
  syn: 'syn',
  epoll: 'connect (epoll)',
  node: 'connect (node:net)',
} as const satisfies Record<EngineKind, string>;

const ASKED_FOR = 'asked for';

const CHOICES: Readonly<Record<EngineChoice, () => ChosenEngine>> = {
  auto: chooseBest,
  syn: chooseSyn,
  connect: chooseConnect,
  node: () => chosen('node', ASKED_FOR),
};

/**
 * The engine for what the user asked: `auto` takes the best one that this machine allows.
 * Rejects with a `UsageError` where `syn` is asked for and cannot be had.
 */
export function chooseEngine(choice: EngineChoice): Promise<ChosenEngine> {
  return Promise.resolve().then(CHOICES[choice]);
}

function chooseBest(): ChosenEngine {
  const noRaw = whyNoRawSockets() ?? whyTooFewDescriptors();
  if (noRaw === undefined) return chosen('syn', 'raw sockets may be opened');
  return chosen(whyNoSystemCalls() === undefined ? 'epoll' : 'node', noRaw);
}

function chooseSyn(): ChosenEngine {
  const why = whyNoRawSockets();
  const tooFew = whyTooFewDescriptors();
  if (why === undefined && tooFew === undefined) return chosen('syn', ASKED_FOR);
  if (why === undefined) {
    throw new UsageError(`--engine syn cannot be used here: ${tooFew}`, {
      hint: 'raise the limit (ulimit -n), or use --engine connect',
    });
  }
  const privileges = 'run as root or give node CAP_NET_RAW (sudo setcap cap_net_raw+ep "$(command -v node)")';
  const remedy = whyNoSystemCalls() === undefined ? `${privileges}, or use` : 'use';
  throw new UsageError(`--engine syn cannot be used here: ${why}`, { hint: `${remedy} --engine connect` });
}

/** Descriptors of the engine: two threads, four raw sockets, and both families of each source port. */
const SYN_DESCRIPTORS = 56;

function whyTooFewDescriptors(): string | undefined {
  const room = descriptorRoom();
  return room >= SYN_DESCRIPTORS ? undefined : `it needs ${SYN_DESCRIPTORS} descriptors, and ${room} may be opened`;
}

function chooseConnect(): ChosenEngine {
  const why = whyNoSystemCalls();
  if (why === undefined) return chosen('epoll', ASKED_FOR);
  const warning = `${why}: --engine connect goes by node:net instead, with the same results but slower`;
  return { ...chosen('node', why), warning };
}

function chosen(kind: EngineKind, because: string): ChosenEngine {
  return { kind, name: NAMES[kind], because };
}

const MAKERS: Readonly<Record<EngineKind, (options: EngineOptions) => Promise<Engine>>> = {
  // Its parts are loaded only where they are used.
  syn: async (options) => (await import('./syn-engine.ts')).createSynEngine(options),
  epoll: createEpollEngine,
  node: createNodeEngine,
};

/** Makes an engine. Rejects where this machine does not have what it needs, which `chooseEngine` would have found. */
export function createEngine(kind: EngineKind, options: EngineOptions): Promise<Engine> {
  return MAKERS[kind](options);
}
