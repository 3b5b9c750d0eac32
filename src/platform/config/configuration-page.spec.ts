import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { configurationPage } from './configuration-page.js';
import { SettingsSchema } from './settings.js';

describe('the page about the configuration', () => {
  it('has a row for each setting, with its default, choices and description', () => {
    const schema = z.object({
      PORT: z.coerce.number<string>().default(3000).describe('Where it listens.'),
      MODE: z.enum(['on', 'off']).default('off').describe('A switch | a lever.'),
      NAME: z.string().optional().describe('What it is called.'),
    });

    const rows = configurationPage(schema)
      .split('\n')
      .filter((line) => line.startsWith('| `'));

    expect(rows).toEqual([
      '| `PORT` | `3000` | Where it listens. |',
      '| `MODE` | `off` | A switch \\| a lever. One of `on`, `off`. |',
      '| `NAME` | none | What it is called. |',
    ]);
  });

  it('is the one in docs/ (npm run docs:config writes it)', async () => {
    const committed = await readFile(
      new URL('../../../docs/configuration.md', import.meta.url),
      'utf8',
    );

    expect(committed).toBe(configurationPage(SettingsSchema));
  });
});
