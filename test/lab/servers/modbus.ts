import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

const SERVER = `
import sys
from pymodbus.datastore import ModbusServerContext, ModbusSlaveContext
from pymodbus.device import ModbusDeviceIdentification
from pymodbus.server import StartTcpServer
identity = ModbusDeviceIdentification()
identity.VendorName, identity.ProductCode, identity.MajorMinorRevision = 'Portreeve lab', 'PLC-1', '2.5'
context = ModbusServerContext(slaves=ModbusSlaveContext(), single=True)
StartTcpServer(context=context, identity=identity, address=(sys.argv[1], int(sys.argv[2])))
`;

/** A Modbus server with Debian's python3-pymodbus. */
export async function startModbus(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('modbus');
  const script = join(folder, 'server.py');
  await writeFile(script, SERVER);
  const args = [script, place.address, String(place.port)];
  return spawnServer({ command: program('python3'), args, place, folder, stopSignal: 'SIGKILL' });
}
