import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';

/** The first section of an agent's output, or its version where that has come already. */
export function parse(bytes: Buffer): { readonly version: string | null } | undefined {
  const text = bytes.toString('latin1', 0, 4096);
  if (!/^<<<check_mk>>>\r?\n/.test(text)) return undefined;
  return { version: /^Version: ([\w.-]{1,80})\r?$/m.exec(text)?.[1] ?? null };
}

export const checkmk: Check = {
  name: 'checkmk',
  ports: [6556],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'server',
  sends: [],
  source: 'Checkmk manual, "Monitoring agents"',
  reading:
    "The first section of an agent's output proves it. The state of the host follows to whoever connects, so that no credentials are needed.",
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const agent = parse(await conversation.listen((bytes) => (parse(bytes)?.version ?? null) !== null));
    if (agent === undefined) return undefined;
    const version = agent.version === null ? null : printable(agent.version, 80);
    // The whole state of the host follows, to whoever connects.
    return { product: 'Checkmk agent', version, confidence: 10, access: 'none-required', details: {} };
  },
};
