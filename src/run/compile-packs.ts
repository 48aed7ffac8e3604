/* Run by the build. */
import { compilePacks } from './compiled-packs.ts';
import { compileControls } from './load-controls.ts';

await compilePacks();
await compileControls();
