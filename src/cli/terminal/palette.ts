import { styleText } from 'node:util';
import type { CommandIo, OutputStream } from '../command-io.ts';

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan' | 'magenta';

/** Colours a text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

export const plain: Paint = (_style, text) => text;

// This module decides by the stream it is given; styleText would look at process.stdout.
const coloured: Paint = (style, text) => styleText(style, text, { validateStream: false });

/** Colours only on a terminal, unless `--no-color` or NO_COLOR (https://no-color.org: any non-empty value) say otherwise. */
export function choosePaint(stream: OutputStream, env: CommandIo['env'], color: boolean): Paint {
  return stream.isTTY === true && color && !env['NO_COLOR'] ? coloured : plain;
}
