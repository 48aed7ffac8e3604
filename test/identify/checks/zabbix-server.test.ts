import { expect, it } from 'vitest';
import { zabbixAgent } from '../../../src/identify/checks/zabbix-agent.ts';
import { parse } from '../../../src/identify/checks/zabbix-server.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

function frame(text: string): Buffer {
  const head = Buffer.from('ZBXD\x01\0\0\0\0\0\0\0\0', 'latin1');
  head.writeUInt32LE(text.length, 5);
  return Buffer.concat([head, Buffer.from(text)]);
}

const DENIED = '{"response":"failed","info":"Permission denied."}';

it.each([
  [DENIED, { allowed: false, version: null }],
  ['{"response":"success","data":{"boottime":1,"version":"6.4.1"}}', { allowed: true, version: '6.4.1' }],
  ['6.0.14', undefined],
  ['{"request":"zabbix.stats"}', undefined],
])('%j', (text, expected) => expect(parse(frame(text))).toEqual(expected));

it('is no agent', async () => {
  await using peer = await startPeer((socket) => socket.on('data', () => socket.write(frame(DENIED))));
  expect((await askCheck(zabbixAgent, peer))?.check.name).not.toBe('zabbix-agent');
});
