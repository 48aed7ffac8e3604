import type { PaceControl } from '../model/pace-control.ts';
import type { CommandIo } from './command-io.ts';

/** While it lasts, SIGUSR1 halves the pace and SIGUSR2 doubles it: `kill -USR1 PID` from another terminal or a script. */
export function listenToPaceSignals({ signals }: CommandIo, control: PaceControl): Disposable {
  const slower = (): void => control.slower();
  const faster = (): void => control.faster();
  signals?.on('SIGUSR1', slower).on('SIGUSR2', faster);
  return { [Symbol.dispose]: () => void signals?.off('SIGUSR1', slower).off('SIGUSR2', faster) };
}
