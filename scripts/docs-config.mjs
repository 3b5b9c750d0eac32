import { readFileSync, writeFileSync } from 'node:fs';
import { prepareOrExit } from './preparation.mjs';

await prepareOrExit();
const { configurationPage } = await import('../dist/src/platform/config/configuration-page.js');
const { SettingsSchema } = await import('../dist/src/platform/config/settings.js');

const file = new URL('../docs/configuration.md', import.meta.url);
const page = configurationPage(SettingsSchema);
if (!process.argv.includes('--check')) {
  writeFileSync(file, page);
} else if (readFileSync(file, 'utf8') !== page) {
  console.error('docs/configuration.md is out of date: run "npm run docs:config".');
  process.exitCode = 1;
}
