import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCertificate } from './create-certificate.ts';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { runProgram, serverFolder, spawnServer } from './spawn-server.ts';

export interface PostfixOptions extends Placement {
  /** Offers STARTTLS. */
  readonly tls?: boolean;
}

/** What `postfix check` would make, which takes many seconds. */
const QUEUES = [
  'active',
  'bounce',
  'corrupt',
  'defer',
  'deferred',
  'flush',
  'hold',
  'incoming',
  'maildrop',
  'pid',
  'private',
  'public',
  'saved',
  'trace',
];

/** Debian's Postfix with a queue of its own, which delivers nothing to anybody. */
export async function startPostfix(options: PostfixOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('postfix');
  const [queue, data] = [join(folder, 'queue'), join(folder, 'data')];
  const main = ['compatibility_level = 3.6', `queue_directory = ${queue}`, `data_directory = ${data}`];
  main.push(
    'myhostname = mail.lab.example',
    'mydestination =',
    'inet_protocols = ipv4',
    'alias_maps =',
    'local_recipient_maps =',
  );
  main.push(
    'default_transport = error:lab',
    `maillog_file = ${folder}/log`,
    'maillog_file_prefixes = /',
    'smtpd_peername_lookup = no',
  );
  if (options.tls === true) {
    const { certificate, key } = await createCertificate(folder);
    main.push(`smtpd_tls_cert_file = ${certificate}`, `smtpd_tls_key_file = ${key}`);
    main.push('smtpd_tls_security_level = may');
  }
  const services = [`${place.address}:${place.port} inet n - n - - smtpd`, 'postlog unix-dgram n - n - 1 postlogd'];
  services.push(
    'cleanup unix n - n - 0 cleanup',
    'rewrite unix - - n - - trivial-rewrite',
    'error unix - - n - - error',
  );
  services.push('anvil unix - - n - 1 anvil', 'tlsmgr unix - - n 1000? 1 tlsmgr', 'qmgr unix n - n 300 1 qmgr');
  await writeFile(join(folder, 'main.cf'), `${main.join('\n')}\n`);
  await writeFile(join(folder, 'master.cf'), `${services.join('\n')}\n`);
  return spawnServer({
    command: '/usr/lib/postfix/sbin/master',
    args: ['-c', folder, '-d'],
    place,
    folder,
    prepare: async () => {
      for (const name of QUEUES) await mkdir(join(queue, name), { recursive: true });
      await mkdir(data);
      await runProgram(program('chown'), ['-R', 'postfix:postdrop', queue, data]);
      await runProgram(program('chown'), ['root:root', queue, join(queue, 'pid')]);
    },
  });
}
