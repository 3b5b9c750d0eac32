import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const run = promisify(execFile);

const Attacks = z.record(
  z.string(),
  z.object({ episodes: z.number(), detected: z.number(), recall: z.number().min(0).max(1) }),
);
const Table = z.object({
  order: z.object({ seed: z.literal(3), accounts: z.literal(60), days: z.literal(8) }),
  lines: z.number().min(10_000),
  events: z.number().min(5_000),
  products: z.record(
    z.string(),
    z.object({ falseAlarmsPer1000AccountDays: z.number().min(0), attacks: Attacks }),
  ),
});

describe('an evaluation', () => {
  it(
    'ends with its table as one line of JSON, and writes down what to look into',
    { timeout: 180_000 },
    async () => {
      const directory = await mkdtemp(join(tmpdir(), 'evaluation-'));
      try {
        const details = join(directory, 'details.jsonl');
        const size = ['--seed', '3', '--accounts', '60', '--days', '8'];

        const { stdout } = await run(process.execPath, [
          'dist/bench/evaluate.js',
          ...size,
          '--json',
          '--details',
          details,
        ]);

        const { products } = Table.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
        const own = products['authwarden'];
        expect(Object.keys(products).length).toBeGreaterThan(7);
        // A botnet as loud as the case's is found in every site.
        expect(own?.attacks['botnet']?.recall).toBe(1);
        const told = (await readFile(details, 'utf8')).trim();
        const missed = Object.values(own?.attacks ?? {}).map((a) => a.episodes - a.detected);
        expect(told.match(/"what":"missed"/g)?.length ?? 0).toBe(
          missed.reduce((sum, count) => sum + count, 0),
        );
      } finally {
        await rm(directory, { recursive: true });
      }
    },
  );
});
