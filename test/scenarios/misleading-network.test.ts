import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Network } from '../lab/network.ts';
import { createNetwork } from '../lab/network.ts';
import { portreeve, readObservations, readReport, startPortreeve } from '../lab/portreeve.ts';
import { run, whyNoNamespaces } from '../lab/run.ts';

const skip = whyNoNamespaces();
const ENGINES = ['syn', 'connect', 'node'] as const;

/** Networks in which silence, or an accepted connection, does not mean what it seems to. */
describe.skipIf(skip !== undefined)(`a misleading network${skip === undefined ? '' : ` (${skip})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-scenario-'));
  let network: Network;

  beforeAll(async () => {
    network = createNetwork();
    // 10.78.0.1 accepts every connection, as a SYN proxy does; its port 22 really is a server that speaks.
    // 10.78.2.N ban whoever probes more than 40 of their ports, one for each engine. 10.78.0.3 drops all but one closed port.
    network.firewall(
      `ip daddr @banned drop
       ip daddr 10.78.2.1 tcp flags syn limit rate over 1/minute burst 40 packets add @banned { ip daddr } drop
       ip daddr 10.78.2.2 tcp flags syn limit rate over 1/minute burst 40 packets add @banned { ip daddr } drop
       ip daddr 10.78.2.3 tcp flags syn limit rate over 1/minute burst 40 packets add @banned { ip daddr } drop
       ip daddr 10.78.0.3 tcp dport != 100 drop`,
      'target',
      'set banned { type ipv4_addr; size 100; flags dynamic; }',
    );
    const nat = `table ip proxy { chain pre { type nat hook prerouting priority -100;
      ip daddr 10.78.0.1 tcp dport 22 redirect to :3022
      ip daddr 10.78.0.1 meta l4proto tcp redirect to :3000
}
}
`;
    network.load(nat);
    const mute = network.start(network.target, process.execPath, 'test/lab/listen.mjs', '0.0.0.0', '3000');
    const ssh = network.start(
      network.target,
      process.execPath,
      'test/lab/greet.mjs',
      '3022',
      'SSH-2.0-OpenSSH_9.2\r\n',
    );
    for (const { stdout } of [mute, ssh]) if (stdout !== null) await once(stdout, 'data');
  }, 60_000);
  afterAll(async () => {
    await network[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  describe.each(ENGINES)('probed with %s', (engine) => {
    const banning = `10.78.2.${ENGINES.indexOf(engine) + 1}`;
    const audit = (target: string, ...more: string[]): string[] => {
      const out = join(folder, `${engine}-${target.replaceAll('/', '-')}`);
      return ['audit', target, '--engine', engine, '--host-rate', 'max', '--out', out, '--quiet', ...more];
    };
    const at = {
      get netns() {
        return network.scanner;
      },
    };

    it(
      'calls no port open on a host that accepts everything, but where a protocol answers',
      { timeout: 60_000 },
      async () => {
        const args = audit('10.78.0.1', '-p', '20-25');
        const { exitCode, stderr } = await portreeve(args, at);
        expect(stderr).toBe('');
        const observed = Object.fromEntries(
          readObservations(join(folder, `${engine}-10.78.0.1`)).map(({ port, state, reason }) => [
            port,
            `${state} ${reason}`,
          ]),
        );
        const suspected = 'error syn-proxy-suspected';
        expect(observed).toEqual({
          20: suspected,
          21: suspected,
          22: 'open syn-ack',
          23: suspected,
          24: suspected,
          25: suspected,
        });
        expect(exitCode).toBe(3);
      },
    );

    it('does not call filtered what stays silent because the host banned us', { timeout: 60_000 }, async () => {
      await portreeve(audit(banning, '-p', '1-100', '--identify', 'none', '--rate', '500'), at);
      const { states } = readReport(join(folder, `${engine}-${banning}`)).coverage;
      expect(states.closed).toBeGreaterThan(20);
      expect(states.filtered).toBe(0);
      expect(states.error).toBe(100 - states.closed);
      const reasons = readObservations(join(folder, `${engine}-${banning}`)).map(({ reason }) => reason);
      expect(reasons.filter((reason) => reason === 'ban-suspected')).toHaveLength(states.error);
    });

    it('calls filtered what a firewall drops beside a port that answers', { timeout: 60_000 }, async () => {
      await portreeve(audit('10.78.0.3', '-p', '90-110', '--identify', 'none'), at);
      expect(readReport(join(folder, `${engine}-10.78.0.3`)).coverage.states).toMatchObject({
        closed: 1,
        filtered: 20,
        error: 0,
      });
    });

    it('takes silence for nothing where a positive control does not answer', { timeout: 60_000 }, async () => {
      const out = join(folder, `${engine}-control`);
      const args = ['audit', '10.78.0.3', '-p', '90-110', '--identify', 'none', '--engine', engine, '--out', out];
      const { stderr, exitCode } = await portreeve([...args, '--control', '10.78.0.3:22'], at);
      expect(stderr).toContain('control 10.78.0.3:22 is not open from here');
      expect(readReport(out).coverage.states).toEqual({ open: 0, closed: 1, filtered: 0, error: 20 });
      expect(exitCode).toBe(3);
    });

    it('knows when it lost the network itself', { timeout: 240_000 }, async () => {
      const { child, finished } = startPortreeve(
        audit('10.78.1.0/24', '-p', '100-105', '--identify', 'none', '--rate', '400', '--json').filter(
          (word) => word !== '--quiet',
        ),
        at,
      );
      if (child.stdout !== null) await once(child.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, 2000));
      run('ip', '-n', network.target, 'link', 'set', 'wire', 'down');
      const { exitCode } = await finished;
      run('ip', '-n', network.target, 'link', 'set', 'wire', 'up');
      const { states } = readReport(join(folder, `${engine}-10.78.1.0-24`)).coverage;
      expect(states.closed).toBeGreaterThan(100);
      expect(states.filtered).toBe(0);
      expect(states.closed + states.error).toBe(256 * 6);
      expect(exitCode).toBe(3);
    });
  });
});
