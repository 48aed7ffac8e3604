import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface ProsodyOptions extends Placement {
  /** `anonymous` lets everybody in (SASL ANONYMOUS, RFC 4505). */
  readonly authentication: 'anonymous' | 'internal_hashed';
}

/** Debian's prosody for lab.example, without TLS and without servers of others. */
export async function startProsody(options: ProsodyOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('prosody');
  const config = join(folder, 'prosody.cfg.lua');
  const lines = ['run_as_root = true', `data_path = "${folder}"`, `interfaces = { "${place.address}" }`];
  lines.push(`c2s_ports = { ${place.port} }`, 's2s_ports = {}', 'modules_enabled = { "saslauth"; "roster"; "disco" }');
  lines.push('modules_disabled = { "s2s"; "tls" }', 'c2s_require_encryption = false', 'log = { error = "*console" }');
  lines.push('allow_unencrypted_plain_auth = false', 'VirtualHost "lab.example"');
  lines.push(`authentication = "${options.authentication}"`);
  await writeFile(config, `${lines.join('\n')}\n`, { mode: 0o644 });
  return spawnServer({ command: program('prosody'), args: ['--config', config, '-F'], place, folder });
}
