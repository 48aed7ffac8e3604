import type { Engine, EngineOptions } from './engine.ts';

/** Takes the place of the raw-packet engine until that is merged over this file. */
export function createSynEngine(_options: EngineOptions): Promise<Engine> {
  return Promise.reject(new Error('the raw-packet engine is not part of this build'));
}
