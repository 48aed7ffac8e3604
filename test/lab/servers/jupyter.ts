import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface JupyterOptions extends Placement {
  /** Without one everybody may run code. */
  readonly token?: string;
}

/** Debian's Jupyter Notebook in an empty folder. */
export async function startJupyter(options: JupyterOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('jupyter');
  const args = [
    '--no-browser',
    '--allow-root',
    `--ip=${place.address}`,
    `--port=${place.port}`,
    '--port-retries=0',
    `--notebook-dir=${folder}`,
    `--NotebookApp.token=${options.token ?? ''}`,
    '--NotebookApp.allow_remote_access=True',
  ];
  return spawnServer({ command: program('jupyter-notebook'), args, place, folder });
}
