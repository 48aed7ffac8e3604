import { DATABASES } from './scenes/databases.ts';
import { FILES_AND_MAIL } from './scenes/files-and-mail.ts';
import { MAIL } from './scenes/mail.ts';
import { MONITORING } from './scenes/monitoring.ts';
import { PROXIES } from './scenes/proxies.ts';
import { REMOTE_ACCESS } from './scenes/remote-access.ts';
import { STORAGE } from './scenes/storage.ts';
import { WEB } from './scenes/web.ts';
import type { Scenes } from './scene.ts';

/** Every server that the checks were tried on, by what it is. */
export const SCENES: Scenes = {
  ...DATABASES,
  ...FILES_AND_MAIL,
  ...MAIL,
  ...MONITORING,
  ...PROXIES,
  ...STORAGE,
  ...REMOTE_ACCESS,
  ...WEB,
};
