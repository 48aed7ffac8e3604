import type { DetailValue } from '../model/detail-value.ts';
import { printable } from '../model/printable.ts';

export interface SshBanner {
  readonly software: { readonly product: string | null; readonly version: string | null };
  readonly details: Readonly<Record<string, DetailValue>>;
}

/** RFC 4253, section 4.2: `SSH-protoversion-softwareversion SP comments`; OpenSSH and Dropbear write their version behind an underscore. */
export function sshBanner(text: string): SshBanner {
  const match = /^SSH-(\d\.\d{1,2})-([\x21-\x7e]{1,80})/.exec(text);
  const [, protocol, software = ''] = match ?? [];
  const known = /^(OpenSSH|dropbear)_(.+)$/.exec(software);
  return {
    software: { product: printable(known?.[1] ?? software, 80) || null, version: known?.[2] ?? null },
    details: protocol === undefined ? {} : { 'ssh.protocol': protocol },
  };
}
