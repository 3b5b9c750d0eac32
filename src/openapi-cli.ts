import { readFile, writeFile } from 'node:fs/promises';
import { previewApp } from './create-app.js';
import { openApiText } from './platform/http/openapi.js';

const FILE = 'docs/openapi.json';

/** `write` makes docs/openapi.json anew; `check` fails when it isn't what the code says. */
const text = openApiText(await previewApp());
if (process.argv[2] === 'write') {
  await writeFile(FILE, text);
} else if ((await readFile(FILE, 'utf8')) !== text) {
  process.stderr.write(`${FILE} is out of date: npm run openapi:write\n`);
  process.exitCode = 1;
}
