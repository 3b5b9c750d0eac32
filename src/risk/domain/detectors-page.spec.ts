import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { DETECTORS } from './detectors.js';
import { detectorsPage } from './detectors-page.js';

describe('the page about the detectors', () => {
  it('has a section for each of them, with its options', () => {
    const page = detectorsPage(DETECTORS);

    for (const { id, title, description } of DETECTORS) {
      expect(page).toContain(`### ${title}\n\n\`${id}\``);
      expect(page).toContain(description);
    }
    expect(page).toContain('- `maxSpeedKmh` (900): ');
  });

  it('is the one in docs/ (npm run docs:detectors writes it)', async () => {
    const committed = await readFile(
      new URL('../../../docs/detectors.md', import.meta.url),
      'utf8',
    );

    expect(committed).toBe(detectorsPage(DETECTORS));
  });
});
