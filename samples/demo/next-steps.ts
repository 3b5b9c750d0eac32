import { relative } from 'node:path';
import { quoted } from './api-key-file.js';
import type { Paint } from '../../src/cli/screen/paint.js';

/** Where `npm start` listens unless PORT says otherwise. */
const API = 'http://127.0.0.1:3000';
const DEFAULT_DATA_DIR = 'data';

/** Where the service's data is, and how it is asked. */
export interface Whereabouts {
  /** Absolute. */
  readonly dataDir: string;
  /** What a shell makes the key of; never the key itself. */
  readonly keyInShell: string;
  /** Whether a key that the service made at an earlier start had to give way. */
  readonly isKeyReplaced: boolean;
}

/** How to go on: the service on the same data, and what to ask it. */
export function nextSteps(
  { dataDir, keyInShell, isKeyReplaced }: Whereabouts,
  paint: Paint,
): readonly string[] {
  const isDefault = relative(process.cwd(), dataDir) === DEFAULT_DATA_DIR;
  const ask = (path: string) => `  curl -sH "$AUTH" "$API${path}"`;
  return [
    '',
    paint.bold('Where to look next'),
    `  ${isDefault ? '' : `DATA_DIR=${quoted(dataDir)} `}npm start`,
    `It serves the same data; ${API}/docs explains the API. In another shell:`,
    `  API=${API}`,
    `  AUTH="Authorization: Bearer ${keyInShell}"`,
    ask('/v1/accounts?minScore=50&sort=-score'),
    ask('/v1/events?account=usr1@company.co.in'),
    ask('/v1/signals?limit=10'),
    ask('/v1/incidents'),
    ask('/v1/actions?status=applied'),
    ask('/v1/response-policy'),
    ask('/v1/audit-log/verify'),
    ...(isKeyReplaced
      ? ["The admin key of this data's first start was revoked: the one above is in its place."]
      : []),
  ];
}
