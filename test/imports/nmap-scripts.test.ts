import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/model/observation.ts';
import { importFixture, importText, onPort } from './read-scan.ts';

const scan = await importFixture('nmap-scripts.xml');

/** An open port 4000 with an identified service and one script. */
async function withScript(id: string, output: string, inside = '', name = 'ssh'): Promise<Observation> {
  const service = `<service name="${name}" method="probed" conf="10"/>`;
  const port = `<port protocol="tcp" portid="4000"><state state="open" reason="syn-ack"/>${service}<script id="${id}" output="${output}">${inside}</script></port>`;
  const host = `<host><address addr="192.0.2.1" addrtype="ipv4"/><ports>${port}</ports></host>`;
  return onPort(await importText(`<nmaprun scanner="nmap">${host}</nmaprun>`), 4000);
}

describe('scripts of nmap', () => {
  it('prove access where they were let in', () => {
    expect([21, 6379, 6380, 11211, 3306].map((port) => onPort(scan, port).access)).toEqual([
      'none-required',
      'none-required',
      undefined,
      'none-required',
      undefined,
    ]);
    expect(onPort(scan, 21).details).toEqual({ 'ftp.anonymous': true });
    expect(onPort(scan, 21).evidence?.[0]).toEqual({
      question: "nmap's script ftp-anon",
      sent: '',
      received: '',
      text: 'Anonymous FTP login allowed (FTP code 230)',
    });
  });

  it('list what SSH offers', () => {
    expect(onPort(scan, 22).details).toMatchObject({
      'ssh.protocol': '2.0',
      'ssh.host_key_algorithms': ['ssh-ed25519'],
      'ssh.ciphers': expect.arrayContaining(['chacha20-poly1305@openssh.com', 'aes256-ctr']),
    });
  });

  it('tell TLS: the certificate, and the versions that were agreed on', () => {
    expect(onPort(scan, 443).tls).toMatchObject({
      version: 'TLSv1.2',
      subject: 'CN=lab.example, O=Portreeve lab',
      names: ['lab.example', '127.0.0.1'],
      notAfter: '2026-12-21T20:16:17.000Z',
      selfSigned: true,
      keyType: 'ec',
      keyBits: 256,
      startTls: false,
      versions: { offered: ['TLSv1.2'], unknown: ['TLSv1', 'TLSv1.1', 'TLSv1.3'] },
    });
    expect(onPort(scan, 3306)).toMatchObject({ tls: { startTls: true }, details: { 'mysql.tls': true } });
  });

  it('tell SMB, mail and web servers apart from what they refuse to say', () => {
    expect(onPort(scan, 445).details).toEqual({ 'smb.signing': 'optional' });
    expect(onPort(scan, 25).details).toEqual({ 'smtp.tls': false, 'smtp.auth_without_tls': false });
    expect(onPort(scan, 80).details).toEqual({ 'http.title': 'Lab page', 'http.server': 'nginx/1.22.1' });
    expect(onPort(scan, 143).details).toBeUndefined();
  });

  it('do not prove NLA where every protocol succeeded: xrdp knows none, and the script does not look', () => {
    expect(onPort(scan, 3389)).toMatchObject({ service: { name: 'rdp', product: 'xrdp' } });
    expect(onPort(scan, 3389).details).toBeUndefined();
    expect(onPort(scan, 3389).access).toBeUndefined();
  });

  it('prove it where everything else was refused', async () => {
    const seen = await withScript(
      'rdp-enum-encryption',
      '&#xa;  Security layer&#xa;    CredSSP (NLA): SUCCESS&#xa;',
      '',
      'ms-wbt-server',
    );
    expect(seen).toMatchObject({ access: 'required', details: { 'rdp.nla': 'required' } });
  });

  it('list what VNC asks for', async () => {
    const asks = (...types: readonly (readonly [name: string, type: number])[]): Promise<Observation> =>
      withScript(
        'vnc-info',
        '&#xa;  Protocol version: 3.8',
        `<elem key="Protocol version">3.8</elem><table key="Security types">${types
          .map(([name, type]) => `<table><elem key="name">${name}</elem><elem key="type">${type}</elem></table>`)
          .join('')}</table>`,
        'vnc',
      );
    expect(await asks(['None', 1])).toMatchObject({ access: 'none-required', details: { 'vnc.security': ['none'] } });
    const password = await asks(['VNC Authentication', 2]);
    expect(password).toMatchObject({ access: 'required', details: { 'vnc.security': ['vnc-auth'] } });
    // VeNCrypt may hold a type without password.
    const open = await asks(['VNC Authentication', 2], ['VeNCrypt', 19]);
    expect(open).toMatchObject({ details: { 'vnc.security': ['vnc-auth', 'vencrypt'] } });
    expect(open.access).toBeUndefined();
    expect((await asks()).details).toBeUndefined();
  });

  it('prove nothing in other words', async () => {
    const seen = await Promise.all([
      withScript('ftp-anon', 'got code 421 &quot;Anonymous FTP login allowed&quot;'),
      withScript('redis-info', '&#xa;  ERROR: Server requires authentication'),
      withScript('mysql-empty-password', 'Host is not allowed: root account has empty password x'),
      withScript('x11-access', 'no X server access is granted'),
      withScript('ssl-cert', 'Subject: commonName=x'),
      withScript('no-such-script', 'Anonymous FTP login allowed'),
      withScript('constructor', 'x'),
    ]);
    expect(seen.filter(({ access, details, tls }) => access ?? details ?? tls)).toEqual([]);
  });

  it('prove no access after passwords were guessed', async () => {
    const text = '<script id="redis-brute" output="x"/>';
    const inside = '<elem key="Version">7.0</elem>';
    expect(await withScript('redis-info', 'x', inside)).toMatchObject({ access: 'none-required' });
    const guessed = await withScript('redis-info', 'x', `${inside}</script>${text}<script id="other" output="">`);
    expect(guessed.access).toBeUndefined();
  });
});
