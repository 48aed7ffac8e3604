import { DATABASES } from './scenes/databases.ts';
import { DEVELOPMENT } from './scenes/development.ts';
import { FILES_AND_MAIL } from './scenes/files-and-mail.ts';
import { MESSAGING } from './scenes/messaging.ts';
import { REMOTE_ACCESS } from './scenes/remote-access.ts';
import { WEB } from './scenes/web.ts';
import type { Scenes } from './scene.ts';

/** Every server that the checks were tried on, by what it is. */
export const SCENES: Scenes = {
  ...DATABASES,
  ...DEVELOPMENT,
  ...FILES_AND_MAIL,
  ...MESSAGING,
  ...REMOTE_ACCESS,
  ...WEB,
};
