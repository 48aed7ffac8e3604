import { closest } from '../../model/closest.ts';
import { UsageError } from '../../model/errors.ts';
import { printable } from '../../model/printable.ts';
import type { Fields } from './labels.ts';

const PREFIX = 'portreeve_';
/** Taken under their plain names too; `tags` and port lists mean other things in playbooks. */
const PLAIN = ['id', 'zone', 'env', 'owner'] as const;
const PREFIXED = [...PLAIN, 'tags', 'expect_open', 'allow_payload'] as const;

/** The label fields among a host's variables; `portreeve_env` wins over `env`. @throws UsageError for an unknown `portreeve_` variable */
export function labelFieldsOf(variables: Fields): Fields {
  const names = PREFIXED.map((name) => PREFIX + name);
  const unknown = [...variables.keys()].find((name) => name.startsWith(PREFIX) && !names.includes(name));
  if (unknown !== undefined) {
    const near = closest(unknown, names);
    throw new UsageError(`unknown variable "${printable(unknown, 64)}"`, {
      hint: near === undefined ? `known are ${names.join(', ')}` : `did you mean "${near}"?`,
    });
  }
  const fields = new Map<string, unknown>();
  for (const name of PLAIN) fields.set(name, variables.get(name));
  for (const name of PREFIXED) if (variables.has(PREFIX + name)) fields.set(name, variables.get(PREFIX + name));
  return fields;
}

/** What to probe: `ansible_host` where it is set, else the inventory's name without the SSH port that Ansible allows after it. */
export function targetOf(name: string, variables: Fields): string {
  const address = variables.get('ansible_host') ?? variables.get('ansible_ssh_host');
  if (address === undefined || address === null || address === '')
    return name.replace(/^(\[[^\]]+\]|[^:]+):\d+$/, '$1');
  if (typeof address !== 'string') throw new UsageError(`ansible_host of "${printable(name, 128)}" must be text`);
  if (address.includes('{{')) {
    throw new UsageError(`ansible_host of "${printable(name, 128)}" is a template, which is not evaluated`, {
      hint: 'write the address',
    });
  }
  return address.trim();
}
