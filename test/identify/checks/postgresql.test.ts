import { describe, expect, it } from 'vitest';
import { buildStartup, parse, postgresql } from '../../../src/identify/checks/postgresql.ts';
import { askCheck, askRecording } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const error = (code: string, message: string): Buffer => {
  const body = Buffer.from(`SFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.alloc(5, 'E');
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};

describe('the answer to StartupMessage (first three recorded from PostgreSQL 15)', () => {
  it.each([
    ['520000000800000003', { kind: 'authentication', method: 'password' }],
    ['520000000c0000000562c05431', { kind: 'authentication', method: 'md5' }],
    ['52000000080000000045', { kind: 'authentication', method: 'trust' }],
    ['520000000800000007', { kind: 'authentication', method: 'gss' }],
    ['5200000008000000ff', undefined],
    ['5200000008000000', undefined],
    ['52ffffffff00000003', undefined],
    [error('28P01', 'x').toString('hex'), { kind: 'error', code: '28P01', message: 'x' }],
    [error('no', 'x').toString('hex'), undefined],
  ])('%s', (hex, reply) => expect(parse(Buffer.from(hex, 'hex'))).toEqual(reply));
});

it('writes the startup message of protocol 3.0', () => {
  const { bytes } = buildStartup('somebody');
  expect(bytes.readUInt32BE(0)).toBe(bytes.length);
  expect(bytes.toString('latin1', 4)).toBe('\0\x03\0\0user\0somebody\0database\0postgres\0\0');
});

it.each([
  ['postgresql/trust', 'none-required', { 'postgresql.tls': false, 'postgresql.auth': 'trust' }],
  ['postgresql/no-hba-entry', 'refused-by-acl', { 'postgresql.tls': false }],
] as const)('%s: %s', async (name, access, details) => {
  const found = await askRecording(postgresql, name);
  expect(found?.answer).toEqual({ product: 'PostgreSQL', version: null, confidence: 10, access, details });
});

it.each([
  ['28P01', 'password authentication failed', 'required'],
  ['28000', 'kein pg_hba.conf-Eintrag für Host', 'refused-by-acl'],
  ['28000', 'connection requires a valid client certificate', 'unknown'],
  ['53300', 'sorry, too many clients already', 'unknown'],
])('%s %s: %s', async (code, message, access) => {
  await using peer = await startPeer((socket) => {
    socket.once('data', () => {
      socket.write('N');
      socket.once('data', () => socket.write(error(code, message)));
    });
  });
  expect((await askCheck(postgresql, peer))?.answer.access).toBe(access);
});

describe('who it is that speaks like PostgreSQL', () => {
  const failed = 'password authentication failed for user "x"';
  it.each([
    ['PostgreSQL', 'C28P01', failed, 'Fauth.c', 'required'],
    ['CockroachDB', 'C28P01', failed, 'Fpassword_auth.go', 'unknown'],
    ['PgBouncer', 'C08P01', 'no such user: x', '', 'unknown'],
    ['PgBouncer', 'C08P01', '"trust" authentication failed', '', 'unknown'],
    ['PostgreSQL', 'C08P01', 'no such user: x', 'Fpostinit.c', 'unknown'],
  ])('%s: %s %s %s', async (product, code, message, file, access) => {
    const fields = ['SFATAL', code, `M${message}`, file].filter((field) => field !== '');
    const body = Buffer.from(`${fields.join('\0')}\0\0`);
    const reply = Buffer.concat([Buffer.of(0x45, 0, 0, 0, body.length + 4), body]);
    await using peer = await startPeer((socket) => {
      socket.once('data', () => {
        socket.write('N');
        socket.once('data', () => socket.write(reply));
      });
    });
    expect((await askCheck(postgresql, peer))?.answer).toMatchObject({ product, access });
  });

  it('PgBouncer says so when it is asked for a web page (recorded from 1.18)', () => {
    const complaint =
      '450000003d53464154414c00433038503031004d636c69656e742073656e74207061727469616c20706b7420696e20737461727475702070686173650000';
    expect(postgresql.recognizes(Buffer.from(complaint, 'hex'))).toBe(true);
  });
});

it('does not believe a single letter', async () => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.end('N')));
  expect(await askCheck(postgresql, peer)).toBeUndefined();
});

it('asks under another name every time', async () => {
  const roles: string[] = [];
  for (const _ of [1, 2]) {
    await using peer = await startPeer((socket) => {
      socket.once('data', () => {
        socket.write('N');
        socket.once('data', () => socket.write(error('28000', 'x')));
      });
    });
    await askCheck(postgresql, peer);
    roles.push(/user\0(portreeve-[0-9a-f]{12})\0/.exec(peer.heard[0]?.toString('latin1') ?? '')?.[1] ?? '');
  }
  expect(new Set(roles).size).toBe(2);
  expect(roles).not.toContain('');
});
