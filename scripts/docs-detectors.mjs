import { writeFileSync } from 'node:fs';
import { prepareOrExit } from './preparation.mjs';

await prepareOrExit();
const { detectorsPage } = await import('../dist/src/risk/domain/detectors-page.js');
const { DETECTORS } = await import('../dist/src/risk/domain/detectors.js');

writeFileSync(new URL('../docs/detectors.md', import.meta.url), detectorsPage(DETECTORS));
