import { buffer } from 'node:stream/consumers';
import { decodeText } from '../model/decode-text.ts';
import type { CommandIo } from './command-io.ts';

/** The whole of standard input. @throws UsageError where it is not UTF-8 */
export async function readStdin({ stdin }: Pick<CommandIo, 'stdin'>): Promise<string> {
  return decodeText('standard input', await buffer(stdin));
}
