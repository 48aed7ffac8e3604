import { randomInt } from 'node:crypto';
import { printable } from '../../../model/printable.ts';
import { BER, element, integer, readElement, readElements, readInteger, type BerElement } from '../../ber.ts';
import type { DatagramCheck, DatagramQuestion } from '../datagram-check.ts';

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
  const [version, community, pdu] = partsOf(message?.tag === BER.sequence ? message.contents : undefined);
  const number = readInteger(version);
  if ((number !== VERSIONS.v1 && number !== VERSIONS.v2c) || community?.tag !== BER.octets) return undefined;
  const [id, status, index, list] = partsOf(pdu?.tag === RESPONSE ? pdu.contents : undefined);
  const [requestId, errorStatus] = [readInteger(id), readInteger(status)];
  if (requestId === undefined || errorStatus === undefined || readInteger(index) === undefined) return undefined;
  if (list?.tag !== BER.sequence) return undefined;
  const [binding] = partsOf(list.contents);
  const [, value] = partsOf(binding?.contents);
  const isText = value?.tag === BER.octets;
  return { requestId, errorStatus, description: isText ? printable(value.contents.toString('latin1'), 200) : null };
}

/** The message id of a Report, which every SNMPv3 engine gives to whoever does not know its engine id (RFC 3414, section 4). */
export function parseSnmpReport(bytes: Buffer): { readonly messageId: number } | undefined {
  const message = readElement(bytes);
  const [version, header, security, scoped] = partsOf(message?.tag === BER.sequence ? message.contents : undefined);
  if (readInteger(version) !== 3 || security?.tag !== BER.octets || scoped?.tag !== BER.sequence) return undefined;
  const [id] = partsOf(header?.contents);
  const messageId = readInteger(id);
  const pdu = partsOf(scoped.contents).at(2);
  return messageId === undefined || pdu?.tag !== REPORT ? undefined : { messageId };
}

function partsOf(contents: Buffer | undefined): readonly BerElement[] {
  return contents === undefined ? [] : readElements(contents);
}

function discovery(): DatagramQuestion {
  const messageId = randomInt(1, 2 ** 31);
  const empty = element(BER.octets);
  // msgFlags: reportable, neither authenticated nor private; the user-based security model with everything empty.
  const header = element(
    BER.sequence,
    integer(messageId),
    integer(65_507),
    element(BER.octets, Buffer.from([4])),
    integer(3),
  );
  const security = element(BER.octets, element(BER.sequence, empty, integer(0), integer(0), empty, empty, empty));
  const get = element(GET, integer(randomInt(1, 2 ** 31)), integer(0), integer(0), element(BER.sequence));
  return {
    name: 'SNMPv3 engine discovery',
    bytes: element(BER.sequence, integer(3), header, security, element(BER.sequence, empty, empty, get)),
    read: (bytes) => (parseSnmpReport(bytes)?.messageId === messageId ? { version: 'v3' } : undefined),
  };
}

function publicCommunity(name: keyof typeof VERSIONS): DatagramQuestion {
  const requestId = randomInt(1, 2 ** 31);
  const bindings = element(BER.sequence, element(BER.sequence, SYS_DESCR, element(0x05)));
  const get = element(GET, integer(requestId), integer(0), integer(0), bindings);
  return {
    name: `SNMP${name} GET sysDescr.0 as public`,
    bytes: element(BER.sequence, integer(VERSIONS[name]), element(BER.octets, 'public'), get),
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
