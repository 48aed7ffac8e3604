import { MORE_DATABASES } from './scenes/databases-more.ts';
import { DATABASES } from './scenes/databases.ts';
import { DESKTOPS } from './scenes/desktops.ts';
import { DEVELOPMENT } from './scenes/development.ts';
import { DIRECTORIES_AND_SHARES } from './scenes/directories-and-shares.ts';
import { FILES_AND_MAIL } from './scenes/files-and-mail.ts';
import { MAIL } from './scenes/mail.ts';
import { MESSAGING } from './scenes/messaging.ts';
import { MONITORING } from './scenes/monitoring.ts';
import { PROXIES } from './scenes/proxies.ts';
import { REMOTE_ACCESS } from './scenes/remote-access.ts';
import { STORAGE } from './scenes/storage.ts';
import { TUNNELS } from './scenes/tunnels.ts';
import { WEB_APPLICATIONS } from './scenes/web-applications.ts';
import { WEB_MORE } from './scenes/web-more.ts';
import { WEB } from './scenes/web.ts';
import type { Scenes } from './scene.ts';

/** Every server that the checks were tried on, by what it is. */
export const SCENES: Scenes = {
  ...MORE_DATABASES,
  ...DATABASES,
  ...DESKTOPS,
  ...DEVELOPMENT,
  ...DIRECTORIES_AND_SHARES,
  ...FILES_AND_MAIL,
  ...MAIL,
  ...MESSAGING,
  ...MONITORING,
  ...PROXIES,
  ...REMOTE_ACCESS,
  ...STORAGE,
  ...TUNNELS,
  ...WEB_APPLICATIONS,
  ...WEB_MORE,
  ...WEB,
};
