import type { Check } from '../check.ts';
import { ftp } from '../checks/ftp.ts';
import { imap } from '../checks/imap.ts';
import { managesieve } from '../checks/managesieve.ts';
import { pop3 } from '../checks/pop3.ts';
import { smtp } from '../checks/smtp.ts';

/** File transfer, storage, mail, names and source code. */
export const FILES_AND_MAIL: readonly Check[] = [ftp, smtp, imap, pop3, managesieve];
