import { relative } from 'node:path';
import { quoted } from './api-key-file.js';
import type { Paint } from './paint.js';

/** Where `npm start` listens unless PORT says otherwise. */
const API = 'http://127.0.0.1:3000';
const DEFAULT_DATA_DIR = 'data';

/**
 * How to go on: the service on the same data, and what to ask it.
 *
 * @param keyInShell what a shell makes the key of; never the key itself
 */
export function nextSteps(dataDir: string, keyInShell: string, paint: Paint): readonly string[] {
  const here = relative(process.cwd(), dataDir);
  const start = here === DEFAULT_DATA_DIR ? 'npm start' : `DATA_DIR=${quoted(dataDir)} npm start`;
  const ask = (path: string) => `  curl -s -H "Authorization: Bearer $KEY" '${API}${path}'`;
  return [
    '',
    paint.bold('Where to look next'),
    `  ${start}      # serves the same data; its documentation is at ${API}/docs`,
    `  KEY="${keyInShell}"`,
    ask('/v1/accounts?minScore=50&sort=-score'),
    ask('/v1/events?account=usr1@company.co.in'),
    ask('/v1/actions?status=applied'),
    ask('/v1/signals'),
    ask('/v1/audit-log/verify'),
  ];
}
