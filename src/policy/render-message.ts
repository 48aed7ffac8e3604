import type { Facts } from '../model/facts.ts';
import { isFactName } from '../model/facts.ts';
import { printable } from '../model/printable.ts';

const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** What stands between `{{` and `}}` in a message. */
export function placeholdersIn(message: string): readonly string[] {
  return [...message.matchAll(PLACEHOLDER)].map(([, name]) => name ?? '');
}

/**
 * A message with its placeholders filled in; facts that are not known read `unknown`. Values are inserted as they are, never expanded again:
 * they come from the network.
 */
export function renderMessage(message: string, facts: Facts): string {
  return message.replace(PLACEHOLDER, (_, name: string) => {
    const value = isFactName(name) ? facts[name] : undefined;
    if (value === undefined) return 'unknown';
    return printable(typeof value === 'object' ? value.join(', ') : String(value));
  });
}
