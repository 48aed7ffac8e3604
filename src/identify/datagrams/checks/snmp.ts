import { randomInt } from 'node:crypto';
import { printable } from '../../../model/printable.ts';
import { element, integer, readElement, readElements, readInteger } from '../ber.ts';
import type { DatagramCheck, DatagramQuestion } from '../datagram-check.ts';

const SEQUENCE = 0x30;
const OCTETS = 0x04;
const GET = 0xa0;
const RESPONSE = 0xa2;
const REPORT = 0xa8;
const NO_ACCESS = 16;
/** 1.3.6.1.2.1.1.1.0, sysDescr.0 (RFC 3418). */
const SYS_DESCR = Buffer.from('06082b06010201010100', 'hex');
const VERSIONS = { v1: 0, v2c: 1 } as const;

/** The request id and the text of a response to a GET of sysDescr by v1 or v2c. */
export interface SnmpResponse {
  readonly requestId: number;
  readonly errorStatus: number;
  readonly description: string | null;
}

/** A Response-PDU: RFC 1157, section 4, and RFC 3416, section 3. */
export function parseSnmpResponse(bytes: Buffer): SnmpResponse | undefined {
  const message = readElement(bytes);
  const [version, community, pdu] = partsOf(message?.tag === SEQUENCE ? message.content : undefined);
  const number = readInteger(version);
  if ((number !== VERSIONS.v1 && number !== VERSIONS.v2c) || community?.tag !== OCTETS) return undefined;
  const [id, status, index, list] = partsOf(pdu?.tag === RESPONSE ? pdu.content : undefined);
  const [requestId, errorStatus] = [readInteger(id), readInteger(status)];
  if (requestId === undefined || errorStatus === undefined || readInteger(index) === undefined) return undefined;
  if (list?.tag !== SEQUENCE) return undefined;
  const [binding] = partsOf(list.content);
  const [, value] = partsOf(binding?.content);
  const isText = value?.tag === OCTETS;
  return { requestId, errorStatus, description: isText ? printable(value.content.toString('latin1'), 200) : null };
}

/** The message id of a Report, which every SNMPv3 engine gives to whoever does not know its engine id (RFC 3414, section 4). */
export function parseSnmpReport(bytes: Buffer): { readonly messageId: number } | undefined {
  const message = readElement(bytes);
  const [version, header, security, scoped] = partsOf(message?.tag === SEQUENCE ? message.content : undefined);
  if (readInteger(version) !== 3 || security?.tag !== OCTETS || scoped?.tag !== SEQUENCE) return undefined;
  const [id] = partsOf(header?.content);
  const messageId = readInteger(id);
  const pdu = partsOf(scoped.content).at(2);
  return messageId === undefined || pdu?.tag !== REPORT ? undefined : { messageId };
}

function partsOf(content: Buffer | undefined): NonNullable<ReturnType<typeof readElements>> {
  return content === undefined ? [] : (readElements(content) ?? []);
}

function discovery(): DatagramQuestion {
  const messageId = randomInt(1, 2 ** 31);
  const empty = element(OCTETS);
  // msgFlags: reportable, neither authenticated nor private; the user-based security model with everything empty.
  const header = element(SEQUENCE, integer(messageId), integer(65_507), element(OCTETS, Buffer.from([4])), integer(3));
  const security = element(OCTETS, element(SEQUENCE, empty, integer(0), integer(0), empty, empty, empty));
  const get = element(GET, integer(randomInt(1, 2 ** 31)), integer(0), integer(0), element(SEQUENCE));
  return {
    name: 'SNMPv3 engine discovery',
    bytes: element(SEQUENCE, integer(3), header, security, element(SEQUENCE, empty, empty, get)),
    read: (bytes) => (parseSnmpReport(bytes)?.messageId === messageId ? { version: 'v3' } : undefined),
  };
}

function publicCommunity(name: keyof typeof VERSIONS): DatagramQuestion {
  const requestId = randomInt(1, 2 ** 31);
  const bindings = element(SEQUENCE, element(SEQUENCE, SYS_DESCR, element(0x05)));
  const get = element(GET, integer(requestId), integer(0), integer(0), bindings);
  return {
    name: `SNMP${name} GET sysDescr.0 as public`,
    bytes: element(SEQUENCE, integer(VERSIONS[name]), element(OCTETS, Buffer.from('public')), get),
    read(bytes) {
      const response = parseSnmpResponse(bytes);
      if (response?.requestId !== requestId) return undefined;
      const { description, errorStatus } = response;
      // A view without sysDescr still shows that the community is known; only `noAccess` and the like deny.
      if (errorStatus === NO_ACCESS) return {};
      const access = description === null ? 'unknown' : 'none-required';
      return {
        access,
        version: name,
        details: { 'snmp.public': true, ...(description === null ? {} : { 'snmp.description': description }) },
      };
    },
  };
}

export const snmp: DatagramCheck = {
  name: 'snmp',
  ports: [161],
  effect: 'none',
  source: 'RFC 3412 and RFC 3414 for discovery; RFC 1157 and RFC 3416 for GET',
  reading:
    'A report with our number proves SNMPv3; discovery is for everybody, so that access stays unknown. With --snmp-public, sysDescr given to the community public means that no credentials are needed; a response without it leaves access unknown.',
  answersFrom: 'asked-port',
  questions: ({ snmpPublic }) => [discovery(), ...(snmpPublic ? [publicCommunity('v2c'), publicCommunity('v1')] : [])],
};
