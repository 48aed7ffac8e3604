import { describe, expect, it } from 'vitest';
import { planText } from '../../../src/cli/terminal/plan-text.ts';
import { plain } from '../../../src/cli/terminal/palette.ts';
import type { PlanSummary } from '../../../src/index.ts';
import { fakeApi, runFake } from '../fake-io.ts';

const PLAN: PlanSummary = {
  hosts: 16_777_215,
  endpoints: 33_554_430,
  ports: '22,80',
  udp: null,
  shard: null,
  targets: [{ text: '10.0.0.0/8', addresses: 16_777_216 }],
  probesAtLeast: 33_554_430,
  probesAtMost: 67_108_860,
  secondsAtLeast: 6711,
  secondsAtMost: 13_422,
  first: [
    { address: '10.0.0.0', port: 22, transport: 'tcp' },
    { address: '10.0.0.0', port: 80, transport: 'tcp' },
  ],
  last: [{ address: 'fd00::1', port: 80, transport: 'tcp' }],
  exclusions: [{ text: '10.0.0.7', why: '--exclude', addresses: 1 }],
  authorization: { by: 'Jo Doe', ticket: 'CHG-1', validUntil: '2026-12-31', source: 'scope.yaml' },
  warnings: ['a name has 40 addresses'],
};

describe('planText', () => {
  it('says what, how long, by whose leave, and what not', () => {
    expect(planText(PLAN, plain).join('\n')).toBe(`\
33,554,430 endpoints: 16,777,215 hosts, ports 22,80
Probes         33,554,430 to 67,108,860
Time           1 h 52 min to 3 h 44 min
Authorised by  Jo Doe, CHG-1, valid until 2026-12-31, from scope.yaml

Targets
  10.0.0.0/8  16,777,216 addresses

Excluded
  10.0.0.7  1 address  --exclude

Endpoints
  10.0.0.0:22/tcp
  10.0.0.0:80/tcp
  and 33,554,427 more, up to
  [fd00::1]:80/tcp

Warning: a name has 40 addresses
Nothing was sent but name look-ups.`);
  });

  it('says what UDP adds', () => {
    const udp = {
      endpoints: 34,
      ports: '53',
      datagramsAtLeast: 38,
      datagramsAtMost: 114,
      secondsAtLeast: 0.4,
      secondsAtMost: 1.2,
    };
    expect(planText({ ...PLAN, udp }, plain)[1]).toMatch(
      /^UDP, after that: 34 endpoints, ports 53; 38 to 114 datagrams, .+ or more$/,
    );
  });

  it('says which part it is about', () => {
    const [first] = planText({ ...PLAN, shard: { index: 2, count: 4 } }, plain);
    expect(first).toBe('33,554,430 endpoints: 16,777,215 hosts (part 2 of 4), ports 22,80');
  });

  it('lists all endpoints where there are few, each once', () => {
    const [first] = PLAN.first;
    const few = first === undefined ? [] : [first];
    const text = planText(
      { ...PLAN, hosts: 1, endpoints: 1, first: few, last: few, exclusions: [], warnings: [] },
      plain,
    );
    expect(text.filter((line) => line.includes('/tcp'))).toEqual(['  10.0.0.0:22/tcp']);
    expect(text.join('\n')).not.toMatch(/more|Excluded|Warning/);
  });

  it('escapes what came from files', () => {
    const evil = '\u001b]0;x\u0007\nFAKE';
    const text = planText(
      {
        ...PLAN,
        targets: [{ text: evil, addresses: 1 }],
        exclusions: [{ text: evil, why: evil, addresses: 1 }],
        warnings: [evil],
      },
      plain,
    ).join('\n');
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(text).not.toMatch(/^FAKE/m);
  });
});

describe('portreeve plan', () => {
  const api = fakeApi({ plan: () => Promise.resolve(PLAN) });

  it('--json gives the plan as data', async () => {
    const { exitCode, stdout, stderr } = await runFake('plan 10.0.0.0/8 --json', api);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(PLAN);
  });

  it('--quiet gives one line', async () => {
    const { stdout } = await runFake('plan 10.0.0.0/8 -q', api);
    expect(stdout).toBe('33,554,430 endpoints: 16,777,215 hosts, ports 22,80\n');
  });
});
