/* Run by the build. */
import { compilePacks } from './compiled-packs.ts';

await compilePacks();
