import type { Check } from '../check.ts';
import { atg } from '../checks/atg.ts';
import { dnp3 } from '../checks/dnp3.ts';
import { enip } from '../checks/enip.ts';
import { fox } from '../checks/fox.ts';
import { iec104 } from '../checks/iec104.ts';
import { modbus } from '../checks/modbus.ts';
import { opcua } from '../checks/opcua.ts';
import { s7 } from '../checks/s7.ts';

/** Controllers in plants and buildings: asked with `--ics` only, and only on their own ports. */
export const INDUSTRIAL: readonly Check[] = [modbus, s7, enip, dnp3, iec104, opcua, fox, atg];
