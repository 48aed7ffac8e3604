import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface ClickhouseOptions extends Placement {
  /** The password of the user `default`, whom everybody is taken for who gives no name. */
  readonly password?: string;
}

/** Debian's clickhouse-server with its native protocol only. */
export async function startClickhouse(options: ClickhouseOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('clickhouse');
  const config = join(folder, 'config.xml');
  const prepare = async (): Promise<void> => {
    const settings = [
      '<logger><level>warning</level><console>1</console></logger><display_name>lab</display_name>',
      `<listen_host>${place.address}</listen_host><tcp_port>${place.port}</tcp_port>`,
      `<path>${folder}/data/</path><tmp_path>${folder}/tmp/</tmp_path><mark_cache_size>5368709</mark_cache_size>`,
      '<users_config>users.xml</users_config><default_profile>default</default_profile>',
      '<default_database>default</default_database>',
    ];
    const user = [
      `<password>${options.password ?? ''}</password><networks><ip>::/0</ip></networks>`,
      '<profile>default</profile><quota>default</quota>',
    ];
    await writeFile(config, `<yandex>${settings.join('')}</yandex>\n`);
    const users = `<profiles><default/></profiles><quotas><default/></quotas><users><default>${user.join('')}</default></users>`;
    await writeFile(join(folder, 'users.xml'), `<yandex>${users}</yandex>\n`);
  };
  return spawnServer({
    command: program('clickhouse-server'),
    args: [`--config-file=${config}`],
    place,
    folder,
    prepare,
  });
}
