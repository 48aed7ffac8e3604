import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readElement, readElements } from '../../../src/identify/ber.ts';
import { parseIAm } from '../../../src/identify/datagrams/checks/bacnet.ts';
import { parseCoapReply } from '../../../src/identify/datagrams/checks/coap.ts';
import { parseIkeReply } from '../../../src/identify/datagrams/checks/ike.ts';
import { parseIpmiCapabilities } from '../../../src/identify/datagrams/checks/ipmi.ts';
import { parseCldapReply } from '../../../src/identify/datagrams/checks/ldap.ts';
import { parseMdnsReply } from '../../../src/identify/datagrams/checks/mdns.ts';
import { parseMemcachedDatagram } from '../../../src/identify/datagrams/checks/memcached.ts';
import { parseNodeStatus } from '../../../src/identify/datagrams/checks/netbios-ns.ts';
import { parseNtpReply, parseNtpVariables } from '../../../src/identify/datagrams/checks/ntp.ts';
import { parseDumpReply } from '../../../src/identify/datagrams/checks/rpcbind.ts';
import { parseSipResponse } from '../../../src/identify/datagrams/checks/sip.ts';
import { parseSnmpReport, parseSnmpResponse } from '../../../src/identify/datagrams/checks/snmp.ts';
import { parseSsdpResponse } from '../../../src/identify/datagrams/checks/ssdp.ts';
import { parseTftpError } from '../../../src/identify/datagrams/checks/tftp.ts';
import { parseXdmcp } from '../../../src/identify/datagrams/checks/xdmcp.ts';
import { parseDnsMessage, readDnsName } from '../../../src/identify/dns-message.ts';
import { parseKerberosError } from '../../../src/identify/kerberos-message.ts';
import { productOf } from '../../../src/identify/name-server.ts';
import { decodeMessage } from '../../../src/identify/onc-rpc.ts';
import { parseHardReset } from '../../../src/identify/openvpn-packet.ts';
import { assertAnswers, parsersIn, type Parser } from '../hostile-bytes.ts';
import { REPLIES, replyOf } from './replies.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** A reply whose bytes from an offset on are others. */
function changed(reply: Buffer, at: number, bytes: string): Buffer {
  const copy = Buffer.from(reply);
  hex(bytes).copy(copy, at);
  return copy;
}

const parseDnsVersion: Parser = (bytes) => {
  const message = parseDnsMessage(bytes);
  return message && productOf(message);
};

describe('what real servers said', () => {
  it.each([
    ['dns', 'version', parseDnsVersion, { product: 'BIND', version: expect.stringMatching(/^9\./) }],
    ['tftp', '', parseTftpError, { code: 1, message: 'File not found' }],
    ['kerberos', '', parseKerberosError, { code: 6 }],
    ['rpcbind', '', parseDumpReply, { programs: ['rpcbind'] }],
    ['ntp', '', parseNtpReply, { stratum: 0, originate: expect.stringMatching(/^[0-9a-f]{16}$/) }],
    ['netbios-ns', '', parseNodeStatus, { name: 'PORTREEVE' }],
    ['snmp', 'v3', parseSnmpReport, { messageId: expect.any(Number) }],
    ['snmp', 'v2c', parseSnmpResponse, { errorStatus: 0, description: 'Lab switch' }],
    ['snmp', 'v1', parseSnmpResponse, { errorStatus: 0, description: 'Lab switch' }],
    ['ike', 'SA_INIT', parseIkeReply, { major: 2 }],
    ['ike', 'main mode', parseIkeReply, { major: 1 }],
    ['ipmi', '', parseIpmiCapabilities, { none: true, anonymous: false, version2: true }],
    ['openvpn', '', parseHardReset, hex('f35b9fc9a8cbf0e7')],
    ['sip', '', parseSipResponse, { status: 200 }],
    ['mdns', '', parseMdnsReply, { services: ['_workstation._tcp', '_nut._tcp'] }],
    ['coap', '', parseCoapReply, { content: true }],
    ['memcached', '', parseMemcachedDatagram, { version: expect.stringMatching(/^1\.6/) }],
  ] as const)('%s %s', (service, question, parse, expected) => {
    expect(parse(replyOf(service, question))).toMatchObject(expected);
  });
});

describe('what specifications say', () => {
  it.each([
    [
      'ssdp',
      parseSsdpResponse(
        Buffer.from('HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\nusn: uuid:1\r\nServer: Linux UPnP/1.0\r\n\r\n'),
      ),
      { server: 'Linux UPnP/1.0' },
    ],
    [
      'ssdp without USN',
      parseSsdpResponse(Buffer.from('HTTP/1.1 200 OK\r\nST: x\r\nServer: nginx\r\n\r\n')),
      undefined,
    ],
    ['http', parseSsdpResponse(Buffer.from('HTTP/1.1 400 Bad Request\r\nUSN: 1\r\nST: 1\r\n\r\n')), undefined],
    [
      'xdmcp willing',
      parseXdmcp(hex('0001 0005 0010 0000 0004 686f7374 0006 4c696e757820')),
      { willing: true, status: 'Linux ' },
    ],
    ['xdmcp unwilling', parseXdmcp(hex('0001 0006 000a 0002 6162 0004 62757379')), { willing: false, status: 'busy' }],
    ['xdmcp of a wrong length', parseXdmcp(hex('0001 0005 0011 0000 0004 686f7374 0006 4c696e757820')), undefined],
    ['bacnet I-Am', parseIAm(hex('810b0016 0120ffff00ff 1000 c4 02000102 2201e0 9103')), { instance: 258 }],
    ['bacnet Who-Is', parseIAm(hex('810a0008 01001008 00000000')), undefined],
    ['bacnet of a wrong length', parseIAm(hex('810b0019 0120ffff00ff 1000 c4 02000102 2201e0 9103')), undefined],
    [
      'cldap entry',
      parseCldapReply(hex('300c 020107 6407 0400 3003 040161')),
      { messageId: 7, hasEntry: true, isActiveDirectory: false },
    ],
    [
      'cldap result',
      parseCldapReply(hex('300c 020107 6507 0a0100 0400 0400')),
      { messageId: 7, hasEntry: false, isActiveDirectory: false },
    ],
    ['ldap bind response', parseCldapReply(hex('300c 020107 6107 0a0100 0400 0400')), undefined],
    [
      'ntp variables',
      parseNtpVariables(Buffer.concat([hex('1682 0001 0000 0000 0000 0014'), Buffer.from('version="ntpd 4.2.8"')])),
      { sequence: 1, told: true, version: 'ntpd 4.2.8' },
    ],
    [
      'ntp variables cut',
      parseNtpVariables(Buffer.concat([hex('1682 0001 0000 0000 0000 0015'), Buffer.from('version="ntpd 4.2.8"')])),
      undefined,
    ],
    [
      'ntp control error',
      parseNtpVariables(hex('d6c2 0001 0000 0000 0000 0000')),
      { sequence: 1, told: false, version: null },
    ],
    ['ntp control request', parseNtpVariables(hex('1602 0001 0000 0000 0000 0000')), undefined],
    ['ntp broadcast', parseNtpReply(changed(replyOf('ntp'), 0, '25')), undefined],
    ['ipmi error', parseIpmiCapabilities(changed(replyOf('ipmi'), 20, 'c1')), undefined],
    [
      'rpcbind denied',
      parseDumpReply(hex('00000001 00000001 00000001 00000001 00000005')),
      { xid: 1, programs: undefined },
    ],
    ['rpc call', parseDumpReply(hex('00000001 00000000 00000002 000186a0 00000002 00000004')), undefined],
    ['tftp data', parseTftpError(hex('0003 0001 616263')), undefined],
    ['tftp error without an end', parseTftpError(hex('0005 0001 616263')), undefined],
    ['coap reset', parseCoapReply(hex('7000 1234')), { messageId: 0x1234, token: '', content: false }],
    ['coap request', parseCoapReply(hex('44011234 01020304')), undefined],
    [
      'memcached error',
      parseMemcachedDatagram(Buffer.concat([hex('0001000000010000'), Buffer.from('ERROR\r\n')])),
      undefined,
    ],
    ['openvpn client reset', parseHardReset(changed(replyOf('openvpn'), 0, '38')), undefined],
    ['ike initiator', parseIkeReply(changed(replyOf('ike', 'SA_INIT'), 19, '08')), undefined],
    [
      'snmp get',
      parseSnmpResponse(hex('302902010004067075626c6963a01c0204ffffffff020100020100300e300c06082b060102010101000500')),
      undefined,
    ],
    ['sip request', parseSipResponse(Buffer.from('OPTIONS sip:a SIP/2.0\r\nCall-ID: 1\r\n\r\n')), undefined],
    [
      'sip short form',
      parseSipResponse(Buffer.from('SIP/2.0 404 Not Found\r\ni: 1\r\n\r\n')),
      { status: 404, callId: '1', product: null },
    ],
  ])('%s', (_, read, expected) => {
    expect(read).toEqual(expected);
  });

  it('follows no ring of names', () => {
    expect(readDnsName(hex('c000'), 0)).toBeUndefined();
    expect(readDnsName(hex('0161c000'), 0)).toBeUndefined();
  });
});

const FOLDER = join(import.meta.dirname, '../../../src/identify/datagrams/checks');

/** Every exported parser by service; those beside the checks count as none. */
const PARSERS: readonly (readonly [string, string, Parser])[] = [
  ...(await parsersIn(FOLDER)),
  ['', 'productOf', parseDnsVersion],
  ['kerberos', 'parseKerberosError', parseKerberosError],
  ['openvpn', 'parseHardReset', parseHardReset],
  ['rpcbind', 'decodeMessage', decodeMessage],
  ['', 'parseDnsMessage', parseDnsMessage],
  ['', 'readElement', readElement],
  ['', 'readElements', readElements],
  ['', 'readDnsName', (bytes: Buffer) => readDnsName(bytes, 0)],
];

/** Messages of these have the same form, and only the questions tell them apart. */
const DNS_FAMILY = ['dns', 'mdns', 'netbios-ns'];

const RECEIVED = REPLIES.map(({ received }) => received);

describe.each(PARSERS)('%s %s', (service, _, parse) => {
  it('gives an answer to whatever a peer says', () => expect(() => assertAnswers(parse, RECEIVED)).not.toThrow());

  it('takes no time for the largest datagram', () => {
    for (const { received } of REPLIES) {
      const large = Buffer.alloc(65_507, received);
      const startedAt = performance.now();
      parse(large);
      expect(performance.now() - startedAt).toBeLessThan(1000);
    }
  });

  it.skipIf(service === '')('takes no answer of another service for its own', () => {
    const family = DNS_FAMILY.includes(service) ? DNS_FAMILY : [service];
    const others = REPLIES.filter((reply) => !family.includes(reply.service));
    expect(others.filter(({ received }) => parse(received) !== undefined)).toEqual([]);
  });
});
