import { readFileSync } from 'node:fs';

/**
 * Whether this process's group is the one that its terminal takes input from: fields 5 and 8 of /proc/self/stat (proc(5)). True where there is no
 * /proc to tell.
 */
export function inForeground(): boolean {
  let text: string;
  try {
    text = readFileSync('/proc/self/stat', 'utf8');
  } catch {
    return true;
  }
  // The second field is the program's name in brackets, which may hold spaces and brackets of its own.
  const [, , group, , , foreground] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return group === foreground;
}
