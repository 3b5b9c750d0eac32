// Loads guess.ts for a thread when the sources run as they are, under vitest; never part of a build,
// where the thread loads guess.js itself.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const { module } = await runnerImport(fileURLToPath(new URL('./guess.ts', import.meta.url)));

export default module.default;
