import { lookup } from 'node:dns/promises';
import { errorCode } from './errno.ts';

/**
 * Every A and AAAA record of a host name, as literal addresses, by the system's resolver (so that `/etc/hosts` counts).
 * Gives an empty list when the name does not exist or has no address.
 * @throws the resolver's error when it could not answer, which is no statement about the name
 */
export async function resolveName(name: string): Promise<readonly string[]> {
  try {
    const records = await lookup(name, { all: true, order: 'verbatim' });
    return [...new Set(records.map((record) => record.address))];
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOTFOUND' || code === 'ENODATA') return [];
    throw error;
  }
}
