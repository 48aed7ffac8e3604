import { DATABASES } from './scenes/databases.ts';
import { MORE_DATABASES } from './scenes/databases-more.ts';
import { DESKTOPS } from './scenes/desktops.ts';
import { DIRECTORIES_AND_SHARES } from './scenes/directories-and-shares.ts';
import { FILES_AND_MAIL } from './scenes/files-and-mail.ts';
import { MAIL } from './scenes/mail.ts';
import { PROXIES } from './scenes/proxies.ts';
import { MESSAGING } from './scenes/messaging.ts';
import { REMOTE_ACCESS } from './scenes/remote-access.ts';
import { TUNNELS } from './scenes/tunnels.ts';
import { STORAGE } from './scenes/storage.ts';
import { WEB } from './scenes/web.ts';
import type { Scenes } from './scene.ts';

/** Every server that the checks were tried on, by what it is. */
export const SCENES: Scenes = { ...DATABASES, ...MORE_DATABASES, ...FILES_AND_MAIL, ...REMOTE_ACCESS, ...WEB };
export const SCENES: Scenes = {
  ...DATABASES,
  ...DESKTOPS,
  ...DIRECTORIES_AND_SHARES,
  ...FILES_AND_MAIL,
  ...REMOTE_ACCESS,
  ...TUNNELS,
export const SCENES: Scenes = {
  ...DATABASES,
  ...FILES_AND_MAIL,
  ...MAIL,
  ...PROXIES,
  ...STORAGE,
  ...REMOTE_ACCESS,
  ...WEB,
};
export const SCENES: Scenes = { ...DATABASES, ...FILES_AND_MAIL, ...MESSAGING, ...REMOTE_ACCESS, ...WEB };
