import { describe, expect, it } from 'vitest';
import { neo4j, parse, parseVersion } from '../../../src/identify/checks/neo4j.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const packText = (text: string): Buffer =>
  Buffer.concat([text.length < 16 ? Buffer.of(0x80 + text.length) : Buffer.of(0xd0, text.length), Buffer.from(text)]);
const message = (signature: number, fields: Readonly<Record<string, string>>): Buffer => {
  const texts = Object.entries(fields).flat();
  const body = Buffer.concat([Buffer.of(0xb1, signature, 0xa0 + texts.length / 2), ...texts.map(packText)]);
  return Buffer.concat([Buffer.of(0, body.length), body, Buffer.of(0, 0)]);
};
const success = (fields: Readonly<Record<string, string>>): Buffer => message(0x70, fields);
const failure = (code: string): Buffer => message(0x7f, { code, message: 'no' });
const NEO4J = { server: 'Neo4j/5.13.0', connection_id: 'bolt-1' };
const MEMGRAPH = { server: 'Neo4j/v5.11.0 compatible graph database server - Memgraph' };

it.each([
  ['00000205', { major: 5, minor: 2 }],
  ['00000004', undefined],
  ['00000404', { major: 4, minor: 4 }],
  ['00000003', { major: 3, minor: 0 }],
  ['00000000', undefined],
  ['00000805', undefined],
  ['6060b017', undefined],
  ['0000020500', undefined],
  ['', undefined],
])('version %s', (hex, version) => expect(parseVersion(Buffer.from(hex, 'hex'))).toEqual(version));

describe('a summary', () => {
  it.each([
    ['SUCCESS', success(NEO4J), { success: true, texts: new Map(Object.entries(NEO4J)) }],
    [
      'in two chunks, after a NOOP',
      Buffer.from('00000003b170a10004816181620000', 'hex'),
      { success: true, texts: new Map([['a', 'b']]) },
    ],
    [
      'in two chunks',
      Buffer.from('0003b170a10004816181620000', 'hex'),
      { success: true, texts: new Map([['a', 'b']]) },
    ],
    [
      'after a NOOP',
      Buffer.from('00000007b17fa1816181620000', 'hex'),
      { success: false, texts: new Map([['a', 'b']]) },
    ],
    [
      'up to a value that is no text',
      Buffer.from('000ab170a2816181628163010000', 'hex'),
      { success: true, texts: new Map([['a', 'b']]) },
    ],
    ['RECORD', message(0x71, {}), undefined],
    ['cut', success(NEO4J).subarray(0, 20), undefined],
    ['zeros', Buffer.alloc(64), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ])('%s', (_, bytes, summary) => expect(parse(bytes)).toEqual(summary));
});

describe('what a stranger may do (peers built from the Bolt documentation)', () => {
  const UNAUTHORIZED = failure('Neo.ClientError.Security.Unauthorized');

  it.each([
    ['everything, Neo4j 5', '00000205', success(NEO4J), success({}), 'Neo4j', '5.13.0', 'none-required'],
    ['log in, Neo4j 5', '00000205', success(NEO4J), UNAUTHORIZED, 'Neo4j', '5.13.0', 'required'],
    [
      'everything, Neo4j 4',
      '00000404',
      success({ server: 'Neo4j/4.4.28' }),
      undefined,
      'Neo4j',
      '4.4.28',
      'none-required',
    ],
    ['log in, Neo4j 4', '00000404', UNAUTHORIZED, undefined, null, null, 'required'],
    [
      'wait, Neo4j 5',
      '00000205',
      success(NEO4J),
      failure('Neo.ClientError.Security.AuthenticationRateLimit'),
      'Neo4j',
      '5.13.0',
      'unknown',
    ],
    ['everything, Memgraph', '00000205', success(MEMGRAPH), success({}), 'Memgraph', null, 'none-required'],
    [
      'log in, Memgraph',
      '00000205',
      success(MEMGRAPH),
      failure('Memgraph.ClientError.Security.Unauthenticated'),
      'Memgraph',
      null,
      'required',
    ],
  ])('%s', async (_, version, hello, login, product, release, access) => {
    await using peer = await startPeer((socket) => {
      const replies = [Buffer.from(version, 'hex'), hello, login];
      socket.on('data', () => socket.write(replies.shift() ?? Buffer.alloc(0)));
    });
    expect((await askCheck(neo4j, peer))?.answer).toEqual({
      product,
      version: release,
      confidence: 10,
      access,
      details: {},
    });
    expect(peer.heard[0]?.toString('latin1')).toContain('\x84none');
  });

  it.each([
    ['who chooses a version and hangs up', ['00000205']],
    ['who speaks no version', ['00000000']],
    ['who succeeds without a name', ['00000404', '0003b170a00000']],
  ])('is nothing to one %s', async (_, answers) => {
    await using peer = await startPeer((socket) => {
      const replies = answers.map((hex) => Buffer.from(hex, 'hex'));
      socket.on('data', () => {
        const reply = replies.shift();
        if (reply === undefined) socket.end();
        else socket.write(reply);
      });
    });
    expect(await askCheck(neo4j, peer)).toBeUndefined();
  });
});
