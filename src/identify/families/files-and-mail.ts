import type { Check } from '../check.ts';
import { ftp } from '../checks/ftp.ts';

/** File transfer, storage, mail, names and source code. */
export const FILES_AND_MAIL: readonly Check[] = [ftp];
