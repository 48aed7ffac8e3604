import { describe, expect, it } from 'vitest';
import { ftp } from '../../../src/identify/checks/ftp.ts';
import { parse, vmwareAuth } from '../../../src/identify/checks/vmware-auth.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const ESXI =
  '220 VMware Authentication Daemon Version 1.10: SSL Required, ServerDaemonProtocol:SOAP, MKSDisplayProtocol:VNC , VMXARGS supported, NFCSSL supported/t\r\n';
const WORKSTATION =
  '220 VMware Authentication Daemon Version 1.0, ServerDaemonProtocol:SOAP, MKSDisplayProtocol:VNC , ,\r\n';

describe('the greeting', () => {
  it.each([
    [ESXI, { version: '1.10' }],
    [WORKSTATION, { version: '1.0' }],
    ['220 VMware Authentication Daemon Version 1.00\r\n', { version: '1.00' }],
    ['220 VMware Authentication Daemon Version \x1b[31m\r\n', undefined],
    ['220 VMware Authentication Daemon Version 1.10: SSL', undefined],
    ['220 mail.example ESMTP about VMware Authentication Daemon Version 1.10,\r\n', undefined],
    ['220 (vsFTPd 3.0.3)\r\n', undefined],
  ])('%j', (text, greeting) => expect(parse(Buffer.from(text))).toEqual(greeting));

  it('is not taken for FTP', () => expect(ftp.recognizes(Buffer.from(ESXI))).toBe(false));
});

it('listens and says nothing', async () => {
  await using peer = await startPeer((socket) => socket.write(ESXI));
  expect((await askCheck(vmwareAuth, peer))?.answer).toMatchObject({ version: '1.10', access: 'unknown' });
  expect(peer.heard.map(String)).toEqual(['']);
});
