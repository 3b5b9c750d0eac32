import { describe, expect, it } from 'vitest';
import { exportSources } from './source-export.js';

const NOW = Date.UTC(2026, 5, 1, 12);
const sources = [
  { address: '203.0.113.7', score: 91.5, lastAt: NOW },
  { address: '2001:db8::7', score: 60, lastAt: NOW },
];

describe('the export of bad sources', () => {
  it('is one address a line, with the expiry in a comment', () => {
    expect(exportSources('plain', sources, { hours: 24, now: NOW })).toBe(
      '# expires 2026-06-02T12:00:00.000Z\n203.0.113.7\n2001:db8::7\n',
    );
  });

  it('is what CrowdSec imports, with a duration', () => {
    const text = exportSources('crowdsec', sources, { hours: 6, now: NOW });

    expect(JSON.parse(text)).toEqual([
      expect.objectContaining({ duration: '6h', scope: 'ip', type: 'ban', value: '203.0.113.7' }),
      expect.objectContaining({ value: '2001:db8::7' }),
    ]);
  });

  it('is log lines that a filter of fail2ban finds', () => {
    const text = exportSources('fail2ban', sources, { hours: 1, now: NOW });

    for (const line of text.trim().split('\n'))
      expect(line).toMatch(/^\S+ authwarden: bad source (?:203\.0\.113\.7|2001:db8::7) /);
  });

  it('is well-formed when there is nothing', () => {
    expect(exportSources('crowdsec', [], { hours: 1, now: NOW })).toBe('[]\n');
    expect(exportSources('fail2ban', [], { hours: 1, now: NOW })).toBe('');
  });
});
