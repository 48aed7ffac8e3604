import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { modbus, parse } from '../../../src/identify/checks/modbus.ts';
import { createIdentifier } from '../../../src/identify/identifier.ts';
import { program } from '../../lab/servers/find-program.ts';
import { startModbus } from '../../lab/servers/modbus.ts';
import { askCheck, askRecording } from '../ask-check.ts';
import { LOOPBACK, startPeer } from '../peer.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('the answer to Read Device Identification', () => {
  it.each([
    ['two objects', '5052 0000 0011 ff 2b 0e 01 01 00 00 02 00 03 41434d 01 02 5031', ['ACM', 'P1']],
    ['no object', '5052 0000 0008 ff 2b 0e 01 01 00 00 00', []],
    ['illegal function', '5052 0000 0003 ff ab 01', 1],
    ['another transaction', '0001 0000 0003 ff ab 01', undefined],
    ['another protocol', '5052 0001 0003 ff ab 01', undefined],
    ['another function', '5052 0000 0003 ff 83 01', undefined],
    ['more than it announces', '5052 0000 0003 ff ab 01 00', undefined],
    ['less than it announces', '5052 0000 0011 ff 2b 0e 01 01 00 00 02 00 03 41434d 01 02 50', undefined],
    ['objects that do not fit', '5052 0000 0011 ff 2b 0e 01 01 00 00 02 00 04 41434d 01 02 5031', undefined],
    ['our own question', '5052 0000 0005 ff 2b 0e 01 00', undefined],
  ])('%s', (_, bytes, expected) => {
    const reply = parse(hex(bytes));
    expect(reply && (reply.exception ?? [...reply.objects.values()])).toEqual(expected);
  });
});

it.each([
  ['names itself', '5052 0000 0011 ff 2b 0e 01 01 00 00 02 00 03 41434d 01 02 5031', 'none-required', 'ACM P1'],
  ['refuses the function', '5052 0000 0003 ff ab 01', 'unknown', null],
])('a device that %s', async (_, bytes, access, product) => {
  await using peer = await startPeer((socket) => void socket.once('data', () => socket.write(hex(bytes))));
  expect((await askCheck(modbus, peer))?.answer).toMatchObject({ access, product, confidence: 10 });
  expect(peer.heard.map((heard) => heard.toString('hex'))).toEqual(['505200000005ff2b0e0100']);
});

it('an echo server is no device', async () => {
  await using peer = await startPeer((socket) => void socket.pipe(socket));
  expect(await askCheck(modbus, peer)).toBeUndefined();
});

function hasPymodbus(): boolean {
  try {
    execFileSync(program('python3'), ['-c', 'import pymodbus.server'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

it.skipIf(!hasPymodbus())('a real server (skipped without python3-pymodbus)', async () => {
  await using server = await startModbus({ address: '127.95.0.3', port: 502 });
  const options = { gate: LOOPBACK, mode: 'all', concurrency: 8, deadlineMs: 6000 } as const;
  const identifier = createIdentifier({ ...options, permission: { maxEffect: 'session', ics: true } });
  const endpoint = { address: server.address, port: server.port, transport: 'tcp' } as const;
  expect(await identifier.identify(endpoint, 'lab.example')).toMatchObject({
    service: { name: 'modbus', product: 'Portreeve lab PLC-1', version: '2.5', method: 'probed' },
    access: 'none-required',
  });
});

it('pymodbus as recorded', async () => {
  const found = await askRecording(modbus, 'modbus/pymodbus');
  expect(found?.answer).toMatchObject({ product: 'Portreeve lab PLC-1', version: '2.5', access: 'none-required' });
});
