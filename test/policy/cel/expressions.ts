import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** One of each kind of thing that the language has. */
const OWN: readonly string[] = [
  'tls.days_left < 30',
  'tls.days_left <= 30 && tls.days_left >= 0',
  'port == 443',
  '443 != port',
  'port in [443, 8443]',
  '!(port in [443])',
  'port > 1023.5',
  'tls.key_bits * 2.0 >= 4096',
  '-tls.days_left > 3.0',
  'tls.key_bits + tls.days_left - 1.0 == 2047',
  'open',
  'open == true',
  'open ? tls.days_left < 30 : service.tls',
  '(open ? 1 : 2) > 1',
  'open || service.tls && !(tls.days_left < 30)',
  'has(tls.version) ? tls.version == "TLSv1" : open',
  '!has(tls.version) || tls.version.startsWith("TLS")',
  'service.name == "redis" || service.version.endsWith(".0")',
  'service.name in ["redis", "http"]',
  'service.name.contains("ed")',
  'service.name.upperAscii() == "REDIS"',
  'service.name.lowerAscii() != service.version',
  'size(service.name) == 5',
  'service.version < "2"',
  're2(service.version, "^2[.]\\\\d+$")',
  're2(service.name, "(?i)RED")',
  '"web" in target.tags',
  'size(target.tags) > 1',
  'target.tags.size() == 0',
  'target.tags.exists(x, x.startsWith("p") && service.name == "redis")',
  'target.tags.exists_one(x, x != "web")',
  'target.tags.all(x, re2(x, "^[a-z]+$"))',
  'target.tags.filter(x, x in ["pci", "web"]).size() == 2',
  'target.tags == ["pci"]',
  'reach.internet == "open" || reach["head-office"] in ["open", "mixed"]',
  'has(reach.internet) && reach.internet != "closed"',
  'true && open',
  'open ? false : service.name == "http"',
];

/** What stands behind `cel:` in the packs that come with Portreeve. */
function shipped(): readonly string[] {
  const folder = join(import.meta.dirname, '../../../rules');
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return files.flatMap((file) => celIn(parse(readFileSync(join(folder, file), 'utf8'))));
}

function celIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === 'cel' && typeof part === 'string' ? [part] : celIn(part),
  );
}

/** Every expression that is compared with another engine. */
export const EXPRESSIONS: readonly string[] = [...OWN, ...shipped()];
