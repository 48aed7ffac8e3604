import { UsageError } from '../model/errors.ts';
import type { EngineChoice } from '../model/request.ts';
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

/**
 * The engine for what the user asked: `auto` takes the best one that this machine allows.
 * Rejects with a `UsageError` where `syn` is asked for and cannot be had
 */
export function chooseEngine(choice: EngineChoice): Promise<ChosenEngine> {
  return Promise.resolve(choice).then(choose);
}

function choose(choice: EngineChoice): ChosenEngine {
  switch (choice) {
    case 'auto':
      return chooseBest();
    case 'syn':
      return chooseSyn();
    case 'connect':
      return chooseConnect();
    case 'node':
      return chosen('node', ASKED_FOR);
  }
}

function chooseBest(): ChosenEngine {
  const noRaw = whyNoRawSockets();
  if (noRaw === undefined) return chosen('syn', 'raw sockets may be opened');
  return chosen(whyNoSystemCalls() === undefined ? 'epoll' : 'node', noRaw);
}

function chooseSyn(): ChosenEngine {
  const why = whyNoRawSockets();
  if (why === undefined) return chosen('syn', ASKED_FOR);
  const privileges = 'run as root or give node CAP_NET_RAW (sudo setcap cap_net_raw+ep "$(command -v node)")';
  const remedy = whyNoSystemCalls() === undefined ? `${privileges}, or use` : 'use';
  throw new UsageError(`--engine syn cannot be used here: ${why}`, { hint: `${remedy} --engine connect` });
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

/** Makes an engine. @throws Error where this machine does not have what it needs, which `chooseEngine` would have found */
export async function createEngine(kind: EngineKind, options: EngineOptions): Promise<Engine> {
  switch (kind) {
    case 'syn': {
      const { createSynEngine } = await import('./syn-engine.ts');
      return createSynEngine(options);
    }
    case 'epoll':
      return createEpollEngine(options);
    case 'node':
      return createNodeEngine(options);
  }
}
