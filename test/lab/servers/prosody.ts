import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCertificate } from './create-certificate.ts';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface ProsodyOptions extends Placement {
  /** `anonymous` lets everybody in (SASL ANONYMOUS, RFC 4505). */
  readonly authentication: 'anonymous' | 'internal_hashed';
  /** Wants STARTTLS before anything else. */
  readonly tls?: boolean;
}

/** Debian's prosody for lab.example, without servers of others. */
export async function startProsody(options: ProsodyOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('prosody');
  const config = join(folder, 'prosody.cfg.lua');
  const lines = ['run_as_root = true', `data_path = "${folder}"`, `interfaces = { "${place.address}" }`];
  lines.push(
    `c2s_ports = { ${place.port} }`,
    's2s_ports = {}',
    'modules_enabled = { "saslauth"; "roster"; "disco"; "tls" }',
  );
  lines.push(`modules_disabled = { "s2s"${options.tls === true ? '' : '; "tls"'} }`, 'log = { error = "*console" }');
  lines.push(`c2s_require_encryption = ${options.tls === true}`, 'allow_unencrypted_plain_auth = false');
  lines.push('VirtualHost "lab.example"', `authentication = "${options.authentication}"`);
  if (options.tls === true) {
    const { certificate, key } = await createCertificate(folder);
    lines.push(`ssl = { certificate = "${certificate}"; key = "${key}" }`);
  }
  await writeFile(config, `${lines.join('\n')}\n`, { mode: 0o644 });
  return spawnServer({ command: program('prosody'), args: ['--config', config, '-F'], place, folder });
}
