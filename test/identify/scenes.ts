import { DATABASES } from './scenes/databases.ts';
import { FILES_AND_MAIL } from './scenes/files-and-mail.ts';
import { REMOTE_ACCESS } from './scenes/remote-access.ts';
import { WEB_APPLICATIONS } from './scenes/web-applications.ts';
import { WEB_MORE } from './scenes/web-more.ts';
import { WEB } from './scenes/web.ts';
import type { Scenes } from './scene.ts';

/** Every server that the checks were tried on, by what it is. */
export const SCENES: Scenes = {
  ...DATABASES,
  ...FILES_AND_MAIL,
  ...REMOTE_ACCESS,
  ...WEB,
  ...WEB_APPLICATIONS,
  ...WEB_MORE,
};
