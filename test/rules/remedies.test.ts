import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, whyNoNamespaces } from '../lab/run.ts';
import { shippedPacks } from '../policy/shipped-packs.ts';

const NETNS = `portreeve-remedies-${process.pid}`;
const fixes = shippedPacks.flatMap((pack) => pack.rules.flatMap((rule) => rule.fix));
const commands = [...new Set(fixes.flatMap((fix) => fix.match(/nft [^;()]+drop/g) ?? []))];
const skip = whyNoNamespaces();

describe.skipIf(skip !== undefined)(`firewall commands in remedies${skip === undefined ? '' : ` (${skip})`}`, () => {
  beforeAll(() => {
    run('ip', 'netns', 'add', NETNS);
    inNamespace(
      'nft add table inet filter',
      "nft 'add chain inet filter input { type filter hook input priority 0; }'",
      "nft 'add chain inet filter forward { type filter hook forward priority 0; }'",
      // What a firewall that blocks by default has for a service that is reachable.
      'nft add rule inet filter input tcp dport 1-65535 accept',
    );
  });
  afterAll(() => run('ip', 'netns', 'delete', NETNS));

  function inNamespace(...lines: readonly string[]): string {
    return run('ip', 'netns', 'exec', NETNS, 'sh', '-ec', lines.join('\n'));
  }

  it('are there', () => expect(commands.length).toBeGreaterThan(80));

  it('are accepted by nft as they are printed, and come before a rule that accepts', () => {
    inNamespace(...commands);
    const rulesOf = (chain: string) =>
      inNamespace(`nft list chain inet filter ${chain}`).match(/.* (?:accept|drop)$/gm) ?? [];
    const drops = [...rulesOf('input'), ...rulesOf('forward')].filter((rule) => rule.endsWith('drop'));
    expect(drops).toHaveLength(commands.length);
    expect(rulesOf('input').at(-1)).toContain('accept');
  });

  it('leave nobody out who comes by IPv6', () => {
    const dropsOf = (family: string) =>
      commands.flatMap((command) => (command.includes(family) ? (/tcp dport (.+) drop/.exec(command)?.[1] ?? []) : []));
    expect(dropsOf('ipv6')).toEqual(dropsOf('ip saddr'));
  });
});
