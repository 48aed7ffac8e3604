import type { Check } from '../check.ts';
import { afp } from '../checks/afp.ts';
import { bgp } from '../checks/bgp.ts';
import { ceph } from '../checks/ceph.ts';
import { chargen } from '../checks/chargen.ts';
import { daytime } from '../checks/daytime.ts';
import { dns } from '../checks/dns.ts';
import { echo } from '../checks/echo.ts';
import { finger } from '../checks/finger.ts';
import { ftp } from '../checks/ftp.ts';
import { git } from '../checks/git.ts';
import { ident } from '../checks/ident.ts';
import { imap } from '../checks/imap.ts';
import { iscsi } from '../checks/iscsi.ts';
import { lmtp } from '../checks/lmtp.ts';
import { managesieve } from '../checks/managesieve.ts';
import { mountd } from '../checks/mountd.ts';
import { nbd } from '../checks/nbd.ts';
import { ndmp } from '../checks/ndmp.ts';
import { nfs } from '../checks/nfs.ts';
import { nntp } from '../checks/nntp.ts';
import { pop3 } from '../checks/pop3.ts';
import { rpcbind } from '../checks/rpcbind.ts';
import { rsync } from '../checks/rsync.ts';
import { smtp } from '../checks/smtp.ts';
import { svn } from '../checks/svn.ts';

/** File transfer, storage, mail, names and source code. */
export const FILES_AND_MAIL: readonly Check[] = [
  ftp,
  smtp,
  imap,
  pop3,
  managesieve,
  lmtp,
  nntp,
  rsync,
  dns,
  rpcbind,
  nfs,
  mountd,
  iscsi,
  nbd,
  afp,
  ceph,
  ndmp,
  git,
  svn,
  finger,
  ident,
  bgp,
  echo,
  chargen,
  daytime,
];
