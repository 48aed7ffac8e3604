import fc from 'fast-check';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/model/errors.ts';
import { REASONS } from '../../src/model/observation.ts';
import { printable } from '../../src/model/printable.ts';
import type { ReadScan } from './read-scan.ts';
import { fixtureText, importText, states } from './read-scan.ts';

const FIXTURES = readdirSync(join(import.meta.dirname, '../../fixtures/scans')).filter((name) => name !== 'README.md');

/** The error line of what cannot be read. @throws where it can */
async function lineOf(text: string): Promise<string> {
  const error = await importText(text, { file: 'scan.xml' }).then(
    () => new Error('it was read'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof UserError) return error.line;
  throw error;
}

const HOST = '<host><address addr="192.0.2.1" addrtype="ipv4"/><ports>';
const run = (inside: string): string => `<?xml version="1.0"?>\n<nmaprun scanner="nmap" start="1700000000">\n${inside}`;

describe('files that cannot be read', () => {
  it.each<[string, string, string]>([
    ['nothing', '', 'scan.xml: the file is empty'],
    [
      'something else',
      'PORT STATE SERVICE\n22/tcp open ssh\n',
      'scan.xml:1:1: this is no file of a scanner that is known - known are nmap XML (-oX)',
    ],
    ['other XML', '<html><body/></html>', 'scan.xml:1:1: this is no file'],
    ['other JSON', '{"name": "x"}', 'scan.xml:1:1: this is no file'],
    [
      'other scanners',
      '<nmaprun scanner="unicornscan">',
      'scan.xml:1:31: expected <nmaprun scanner="nmap"> or scanner="masscan"',
    ],
    ['tags that do not fit', run('<host></ports>'), 'scan.xml:3:14: not well-formed XML'],
    ['entities', run('<host comment="&x;">'), 'scan.xml:3:18: not well-formed XML: undefined entity'],
    ['no address', run('<host></host>'), 'scan.xml:3:6: expected a host with an <address>'],
    [
      'no IP address',
      run('<host><address addr="10.0.0.256"/></host>'),
      'scan.xml:3:6: expected the IP address of the host, found "10.0.0.256"',
    ],
    [
      'a port that is none',
      run(`${HOST}<port protocol="tcp" portid="70000"><state state="open"/></port></ports></host>`),
      'expected a port with portid="1" to "65535"',
    ],
    ['a state that is missing', run(`${HOST}<port protocol="tcp" portid="80"></port></ports></host>`), 'and a <state>'],
    [
      'masscan addresses',
      '#masscan\nopen tcp 80 10.0.0.1 1\nopen tcp 80 ten.0.0.1 1\n',
      'scan.xml:3: expected an IP address, found "ten.0.0.1"',
    ],
    [
      'masscan lines',
      '#masscan\nopen tcp eighty 10.0.0.1 1\n',
      'scan.xml:2: expected "open tcp 80 10.0.0.1 1700000000", found "open tcp eighty',
    ],
    [
      'masscan ports',
      '[{"ip": "10.0.0.1", "ports": [{"port": 70000, "proto": "tcp", "status": "open"}]}]',
      'scan.xml:1:2: expected a port, found 70000',
    ],
    [
      'masscan states',
      '[\n  {"ip": "10.0.0.1", "ports": [{"port": 7, "proto": "tcp", "status": "up"}]}]',
      'scan.xml:2:3: expected open or closed, found "up"',
    ],
    [
      'words between records',
      '{"ip":"10.0.0.1","port":80}\noops\n',
      'scan.xml:2:1: expected a record in braces, found "oops"',
    ],
    [
      'naabu names',
      '{"host":"a.example","port":80}',
      'scan.xml:1:1: expected an IP address in "ip", found "a.example"',
    ],
    ['naabu ports', '{"ip":"10.0.0.1","port":80000}', 'scan.xml:1:1: expected a "port" of 1 to 65535'],
    ['broken JSON', '{"ip":"10.0.0.1","port":80}{"ip":}', 'scan.xml:1:28: expected a record of naabu as JSON'],
    [
      'zgrab2 without address',
      '{"ip":"10.0.0.1","data":{}}\n{"data":{}}',
      'scan.xml:2:1: expected a record of zgrab2 with "ip" or "domain"',
    ],
  ])('say where: %s', async (_, text, expected) => {
    expect(await lineOf(text)).toContain(expected);
  });

  it('do not expand entities', async () => {
    const bomb = `<!DOCTYPE nmaprun [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n<nmaprun scanner="nmap" args="&b;">`;
    expect(await lineOf(`<?xml version="1.0"?>\n${bomb}`)).toContain('a document type with declarations is not read');
    const external = `<?xml version="1.0"?>\n<!DOCTYPE nmaprun SYSTEM "file:///etc/passwd">\n<nmaprun scanner="nmap"></nmaprun>`;
    expect(await importText(external)).toMatchObject({ hosts: [], observations: [] });
  });

  it('are not held in memory while nothing comes of them', async () => {
    expect(await lineOf(run(`<host comment="${'x'.repeat(9_000_000)}`))).toContain('nothing but one tag for 8 MB');
    expect(await lineOf(run('<a>'.repeat(70)))).toContain('elements more than 64 deep');
    expect(await lineOf(run(`${HOST}<port>${'<a/>'.repeat(100_001)}`))).toContain('more than 100000 elements');
    expect(await lineOf(`{"ip":"10.0.0.1","port":80,"x":"${'x'.repeat(17_000_000)}`)).toContain(
      'a record of more than 16 MB',
    );
    expect(await lineOf(`#masscan\n${'x'.repeat(2_000_000)}`)).toContain('a line of more than a million');
  });
});

describe('hosts and words without end', () => {
  it('are refused or counted', async () => {
    const port = '<port protocol="tcp" portid="22"><state state="open" reason="syn-ack"/></port>';
    expect(await lineOf(run(HOST + port.repeat(140_001)))).toContain('a host with more ports than there are');
    const extra =
      '<extraports state="closed" count="1"><extrareasons reason="reset" proto="tcp" ports="23"/></extraports>';
    const often = await importText(run(`${`${HOST}${extra}</ports></host>`.repeat(3000)}</nmaprun>`));
    expect(states(often)).toEqual(['23 closed rst']);
    expect(often.warnings).toEqual([
      'a host comes too often: of its unlisted ports not all are read (2936 times)',
      'the file ends before the scan did: what is missing is not known',
    ]);
    const protocols = Array.from({ length: 200 }, (_, number) => `open p${number} 80 192.0.2.1 1700000000\n`);
    expect((await importText(`#masscan\n${protocols.join('')}`)).warnings).toHaveLength(51);
  });
});

describe('hostile words', () => {
  it('become printable', async () => {
    const service = '<service name="ssh" product="a&#x1b;[31m&#x202e;b" version="&#x85;" method="probed" conf="10"/>';
    const port = `<port protocol="tcp" portid="22"><state state="open" reason="syn-ack"/>${service}<script id="http-title" output="x"><elem key="title">&#x9b;x</elem></script></port>`;
    const scan = await importText(run(`${HOST}${port}</ports></host></nmaprun>`));
    expect(scan.observations[0]).toMatchObject({
      service: { product: 'a\\x1b[31m\\u{202e}b', version: '\\x85' },
      details: { 'http.title': '\\x9bx' },
    });
  });

  it('are read with bytes that XML does not have', async () => {
    const product = 'a\x7fb&#x9f;&#x1;';
    const service = `<service name="ssh" product="${product}" method="probed" conf="10"/>`;
    const port = `<port protocol="tcp" portid="22"><state state="open" reason="syn-ack"/>${service}</port>`;
    const scan = await importText(run(`${HOST}${port}</ports></host></nmaprun>`));
    expect(scan.observations[0]?.service?.product).toBe('a\\x7fb\\x9f\\x01');
  });

  it('of names that objects have by themselves are no services', async () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const list = await importText(`#masscan\nbanner tcp 80 10.0.0.1 1700000000 ${name} x\n`);
      expect(list.observations[0]).not.toHaveProperty('service');
      const zgrab = await importText(
        `{"ip":"10.0.0.1","data":{"${name}":{"status":"success","protocol":"${name}","port":80,"result":{"${name}":1}}}}`,
      );
      expect(zgrab.observations[0]).not.toHaveProperty('service');
      const status = await importText(`{"ip":"10.0.0.1","data":{"ssh":{"status":"${name}","port":80}}}`);
      expect(status.observations).toEqual([]);
    }
  });
});

/** What is wrong with what was read: nothing, of whatever text. */
function problemsOf({ observations }: ReadScan): readonly string[] {
  const keys = observations.map(({ address, transport, port }) => `${address} ${transport} ${port}`);
  const texts = observations.flatMap(({ service }) => [service?.product ?? '', service?.name ?? '']);
  return [
    ...keys.filter((key, index) => keys.indexOf(key) !== index).map((key) => `${key} twice`),
    ...observations
      .filter(({ reason, state }) => REASONS[reason] !== state)
      .map(({ reason }) => `${reason} of another state`),
    ...observations.filter(({ port }) => !(port >= 1 && port <= 65_535)).map(({ port }) => `port ${port}`),
    ...texts.filter((text) => printable(text) !== text).map((text) => `not printable: ${JSON.stringify(text)}`),
  ];
}

/** The scan, or nothing where it was refused as a user's mistake. */
async function readAnything(text: string): Promise<ReadScan | undefined> {
  try {
    return await importText(text);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

async function problemsWith(text: string): Promise<readonly string[]> {
  const scan = await readAnything(text);
  return scan === undefined ? [] : problemsOf(scan);
}

describe('any text', () => {
  const beginnings = fc.constantFrom(
    '',
    '<nmaprun scanner="nmap">',
    '#masscan\n',
    '{"ip":"10.0.0.1","port":80',
    '[{"ip":"10.0.0.1","ports":[',
    '{"ip":"10.0.0.1","data":{"ssh":{"status":"success","port":22,"result":',
  );

  it('is read or refused', async () => {
    await fc.assert(
      fc.asyncProperty(beginnings, fc.string({ unit: 'binary', maxLength: 400 }), async (beginning, rest) => {
        expect(await problemsWith(beginning + rest)).toEqual([]);
      }),
      { numRuns: 600 },
    );
  });

  it.each(FIXTURES)('cut or changed is read or refused: %s', async (name) => {
    const text = fixtureText(name);
    const place = fc.nat({ max: text.length });
    const pieces = fc.constantFrom(
      '<',
      '>',
      '"',
      '&',
      '{',
      '}',
      '[',
      ',',
      '\n',
      '0',
      '-1',
      '65536',
      'é',
      '\0',
      '<host>',
      '</host>',
      '&#x0;',
      '{}',
    );
    await fc.assert(
      fc.asyncProperty(place, fc.nat({ max: 40 }), pieces, fc.boolean(), async (at, length, piece, cut) => {
        const changed = cut ? text.slice(0, at) : text.slice(0, at) + piece + text.slice(at + length);
        expect(await problemsWith(changed)).toEqual([]);
      }),
      { numRuns: name === 'nmap-scripts.xml' ? 60 : 150 },
    );
  });

  it.each(FIXTURES)('is read alike in pieces of any length: %s', async (name) => {
    const text = fixtureText(name);
    const whole = await importText(text);
    for (const size of [1, 7, 1021]) expect(await importText(text, { size })).toEqual(whole);
  });

  it.each(FIXTURES.filter((name) => /nmap|masscan/.test(name)))(
    'cut off tells nothing that the whole does not: %s',
    async (name) => {
      const text = fixtureText(name);
      const whole = new Set(states(await importText(text)));
      await fc.assert(
        fc.asyncProperty(fc.nat({ max: text.length - 1 }), async (at) => {
          const cut = await readAnything(text.slice(0, at));
          expect(
            states(cut ?? { ...(await importText(text)), observations: [] }).filter((state) => !whole.has(state)),
          ).toEqual([]);
        }),
        { numRuns: 60 },
      );
    },
  );
});
