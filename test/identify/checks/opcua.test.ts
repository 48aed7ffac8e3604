import { describe, expect, it } from 'vitest';
import { opcua, parse, parseChannel, parseEndpoints } from '../../../src/identify/checks/opcua.ts';
import { message, NOTHING, text, uint32 } from '../../../src/identify/opcua-binary.ts';
import { askCheck, askRecording } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const ACK = message('ACK', uint32(0, 65_535, 65_535, 0, 0));
const ERROR = message('ERR', uint32(0x80ac_0000), text('the URL'));

/** Type, time, handle, result, no diagnostics, no texts, nothing else. */
function response(type: number, result = 0): Buffer {
  const node = Buffer.from([1, 0, type & 255, type >> 8]);
  return Buffer.concat([node, Buffer.alloc(8), uint32(1, result), Buffer.alloc(1), NOTHING, Buffer.alloc(3)]);
}

const CHANNEL = message(
  'OPN',
  Buffer.concat([uint32(7), text('http://opcfoundation.org/UA/SecurityPolicy#None'), NOTHING, NOTHING, uint32(1, 1)]),
  Buffer.concat([response(449), uint32(0, 7, 9), Buffer.alloc(8), uint32(60_000), NOTHING]),
);

function endpoint(policy: string, tokens: readonly number[]): Buffer {
  const server = [
    text('urn:x'),
    text('urn:product'),
    Buffer.from([2]),
    text('Lab server'),
    uint32(0),
    NOTHING,
    NOTHING,
  ];
  const users = tokens.map((type) => Buffer.concat([text('id'), uint32(type), NOTHING, NOTHING, NOTHING]));
  const policyUri = text(`http://opcfoundation.org/UA/SecurityPolicy#${policy}`);
  const transport = text('http://opcfoundation.org/UA-Profile/Transport/uatcp-uasc-uabinary');
  const urls = [uint32(1), text('opc.tcp://lab:4840')];
  const head = [text('opc.tcp://lab:4840'), ...server, ...urls, NOTHING, uint32(1), policyUri];
  return Buffer.concat([...head, uint32(users.length), ...users, transport, Buffer.from([0])]);
}

const endpoints = (...all: readonly Buffer[]): Buffer =>
  message('MSG', uint32(7, 9, 2, 2), response(431), uint32(all.length), ...all);

describe('answers', () => {
  it.each([
    ['Acknowledge', ACK, true],
    ['Error', ERROR, false],
    ['a good error', message('ERR', uint32(0), text('x')), undefined],
    ['cut', ACK.subarray(0, 27), undefined],
    ['our own Hello', opcua.sends[0]?.bytes ?? ACK, undefined],
  ])('%s', (_, bytes, expected) => expect(parse(bytes)).toBe(expected));

  it('a channel', () => {
    expect(parseChannel(CHANNEL)).toEqual([7, 9]);
    expect(parseChannel(ACK)).toBeUndefined();
  });

  it('endpoints', () => {
    expect(parseEndpoints(endpoints(endpoint('None', [0]), endpoint('Basic256Sha256', [1, 2])))).toEqual([
      { application: 'Lab server', policy: 'None', userTokens: ['anonymous'] },
      { application: 'Lab server', policy: 'Basic256Sha256', userTokens: ['username', 'certificate'] },
    ]);
    expect(parseEndpoints(message('MSG', uint32(7, 9, 2, 2), response(431, 0x8001_0000), uint32(0)))).toBeUndefined();
    expect(parseEndpoints(message('MSG', uint32(7, 9, 2, 2), response(431), uint32(0xffff)))).toBeUndefined();
  });
});

describe('a server', () => {
  it.each([
    ['that takes anonymous users', [endpoint('None', [0, 1])], 'unknown', ['None'], ['anonymous', 'username']],
    ['that takes none', [endpoint('Basic256Sha256', [1])], 'required', ['Basic256Sha256'], ['username']],
  ] as const)('%s', async (_, offered, access, policies, tokens) => {
    const answers = new Map([
      ['HEL', ACK],
      ['OPN', CHANNEL],
      ['MSG', endpoints(...offered)],
    ]);
    await using peer = await startPeer((socket) => {
      socket.on('data', (bytes) => void socket.write(answers.get(bytes.toString('latin1', 0, 3)) ?? ''));
    });
    const found = await askCheck(opcua, peer);
    expect(found?.answer).toEqual({
      product: 'Lab server',
      version: null,
      confidence: 10,
      access,
      details: { 'opcua.policies': policies, 'opcua.user_tokens': tokens },
    });
    await expect.poll(() => peer.heard[0]?.toString('latin1')).toContain('CLOF');
    for (const { pattern, bytes } of opcua.sends) expect(bytes.toString('latin1')).toMatch(pattern ?? /^/);
  });

  it('that knows only other names is one all the same', async () => {
    await using peer = await startPeer((socket) => void socket.once('data', () => socket.end(ERROR)));
    expect((await askCheck(opcua, peer))?.answer).toMatchObject({ access: 'unknown', details: {} });
  });
});

it.each([
  ['opcua/anonymous', 'unknown', ['username', 'certificate', 'anonymous']],
  ['opcua/users-only', 'required', ['username', 'certificate']],
] as const)('node-opcua as recorded: %s', async (name, access, tokens) => {
  const found = await askRecording(opcua, name);
  expect(found?.answer).toMatchObject({ product: 'NodeOPCUA', access, details: { 'opcua.user_tokens': tokens } });
  expect(found?.answer.details['opcua.policies']).toContain('None');
});
