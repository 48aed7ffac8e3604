/** Printers print what they are sent: LPD (515) and JetDirect (9100-9107) are connected to and never written to. */
export function isPrinterPort(port: number): boolean {
  return port === 515 || (port >= 9100 && port <= 9107);
}

/**
 * TCP ports of controllers in plants and buildings, of which some stop when they are sent what they do not expect: S7 and MMS (102), Modbus (502),
 * Red Lion (789), FOUNDATION Fieldbus (1089-1091), Niagara Fox (1911, 4911), PCWorx (1962), IEC 60870-5-104 (2404), CODESYS (2455, 11740), KNX (3671),
 * OPC UA (4840, 4843), MELSEC (5006, 5007), HART-IP (5094), FINS (9600), tank gauges (10001), GE SRTP (18245, 18246), DNP3 (19999, 20000), ProConOS
 * (20547), PROFINET (34962-34964), EtherCAT (34980), EtherNet/IP (44818).
 */
const INDUSTRIAL_PORTS: ReadonlySet<number> = new Set([
  102, 502, 789, 1089, 1090, 1091, 1911, 1962, 2404, 2455, 3671, 4840, 4843, 4911, 5006, 5007, 5094, 9600, 10001, 11740,
  18245, 18246, 19999, 20000, 20547, 34962, 34963, 34964, 34980, 44818,
]);

/** Whether a port is one that industrial controllers usually listen on. */
export function isIndustrialPort(port: number): boolean {
  return INDUSTRIAL_PORTS.has(port);
}

/** What a port may be sent: anything, anything once it has spoken by itself (no controller does), or not one byte. */
export type Payload = 'any' | 'after-greeting' | 'none';

/** What the user allowed beyond the usual. */
export interface PayloadRules {
  /** Whether controllers may be questioned. */
  readonly ics: boolean;
  /** Whether the inventory says of an address that its printer ports are none. */
  readonly isLifted: (address: string) => boolean;
}

/** The usual: nothing to printers, and nothing to controllers. */
export const CAUTIOUS: PayloadRules = { ics: false, isLifted: () => false };

/** What one port of one address may be sent. */
export function payloadTo({ ics, isLifted }: PayloadRules, address: string, port: number): Payload {
  if (isPrinterPort(port) && !isLifted(address)) return 'none';
  return isIndustrialPort(port) && !ics ? 'after-greeting' : 'any';
}
