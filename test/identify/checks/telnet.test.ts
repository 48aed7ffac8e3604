import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { parse, telnet } from '../../../src/identify/checks/telnet.ts';
import { askCheck, askRecording } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

describe('option negotiation (RFC 854)', () => {
  it.each([
    ['DO is answered by WONT', 'fffd18', 'fffc18'],
    ['WILL is answered by DONT', 'fffb01', 'fffe01'],
    ['WONT and DONT need no answer', 'fffc01fffe03', ''],
    ['a subnegotiation is stepped over', 'fffa1801fff0fffd18', 'fffc18'],
    ['an unfinished command is left alone', 'fffd', ''],
  ])('%s', (_, bytes, refusals) => expect(parse(Buffer.from(bytes, 'hex')).refusals.toString('hex')).toBe(refusals));
});

describe('the prompt', () => {
  it.each([
    ['Debian GNU/Linux 12\r\nvm login: ', 'login'],
    ['\r\nUsername:', 'login'],
    ['Password: ', 'login'],
    ['Password for admin: ', 'login'],
    ['\r\nrouter>', 'shell'],
    ['root@box:~# ', 'shell'],
    ['\r\n/ # ', 'shell'],
    ['[admin@MikroTik] > ', 'shell'],
    ['\x1b[32mrouter#\x1b[0m ', 'shell'],
    ['C:\\>', 'shell'],
    ['Press any key to continue >', undefined],
    ['---->', undefined],
    ['Benutzer:', undefined],
    ['\r\nUsername> ', undefined],
    ['\r\nPassword>', undefined],
    ['\r\nBenutzername>', undefined],
    ['\r99%', undefined],
    ['last login: yesterday\r\n', undefined],
    ['', undefined],
  ])('%j: %s', (text, prompt) => expect(parse(Buffer.from(text, 'latin1')).prompt).toBe(prompt));
});

it.each([
  ['telnet/login', 'required', { 'telnet.prompt': 'login' }],
  ['telnet/shell', 'none-required', { 'telnet.prompt': 'shell' }],
] as const)('%s: %s', async (name, access, details) => {
  const found = await askRecording(telnet, name);
  expect(found?.answer).toEqual({ product: null, version: null, confidence: 10, access, details });
});

it('answers no more options than a server can mean', () => {
  expect(parse(Buffer.from('fffd18'.repeat(20_000), 'hex')).refusals.length).toBe(3 * 64);
});

it('ends with a server that negotiates forever', async () => {
  await using peer = await startPeer((socket) => {
    const insist = (): boolean => socket.write(Buffer.from('fffd18', 'hex'));
    insist();
    socket.on('data', insist);
  });
  const found = await askCheck(telnet, peer);
  expect(found?.answer).toMatchObject({ access: 'unknown', details: {} });
  expect(found?.evidence.length).toBeLessThan(12);
});

describe('a prompt stands still', () => {
  const NEGOTIATION = Buffer.from('fffd18', 'hex');

  async function askSlowly(text: string, after: (socket: Socket) => void = () => undefined) {
    await using peer = await startPeer((socket) => {
      socket.write(NEGOTIATION);
      void (async (): Promise<void> => {
        for (const character of text) {
          await sleep(20);
          socket.write(character);
        }
        after(socket);
      })();
    });
    return (await askCheck(telnet, peer))?.answer;
  }

  it.each([
    ['Router# down tonight\r\nlogin: ', 'required'],
    ['\r\nWelcome> to\r\nvm login: ', 'required'],
    ['login: root (automatic)\r\nroot@vm:~# ', 'none-required'],
    ['# no prompt comes\r\n', 'unknown'],
  ])('%j, one character at a time: %s', async (text, access) => {
    const answer = await askSlowly(text);
    expect(answer).toMatchObject({ access });
  });

  it('whoever hangs up after it lets nobody in', async () => {
    expect(await askSlowly('\r\nbusy>', (socket) => socket.end())).toMatchObject({ access: 'unknown', details: {} });
  });
});
