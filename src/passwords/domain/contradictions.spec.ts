import { describe, expect, it } from 'vitest';
import { contradictionsWith } from './contradictions.js';
import { contradictionsWithDirectory } from './directory-contradictions.js';
import { inForce } from './policy-rule.js';
import { PRESETS, STANDARDS } from './presets/presets.js';

function topicsOf(standard: string, preset: string): string[] {
  const rules = PRESETS.get(preset)?.rules ?? [];
  return contradictionsWith(standard, rules).map(({ topic, kind }) => `${topic} ${kind}`);
}

describe('the contradictions between a policy and a standard', () => {
  it.each(STANDARDS.map(({ name }) => name))('are none for the preset %s of its own', (name) => {
    expect(topicsOf(name, name)).toEqual([]);
  });

  it('show that NIST forbids what PCI DSS demands', () => {
    expect(topicsOf('nist-800-63b-4', 'pci-dss-4.0.1')).toEqual([
      'length weaker',
      'composition forbidden',
      'rotation forbidden',
      'blocklist weaker',
      'compromise weaker',
    ]);
    expect(topicsOf('pci-dss-4.0.1', 'nist-800-63b-4')).toEqual([
      'composition weaker',
      'history weaker',
      'rotation weaker',
    ]);
  });

  it('count a rule only where it is enforced at both times', () => {
    const half = { ...inForce('minimum-length', { min: 15 }), set: 'observe' as const };

    expect(contradictionsWith('nist-800-63b-4', [half])[0]).toEqual({
      topic: 'length',
      kind: 'weaker',
      clause: 'NIST SP 800-63B-4 §3.1.1.2',
      ours: '0',
      theirs: 'at least 15 characters as the only factor',
    });
  });

  it('find a limit below 64 characters', () => {
    const rules = [
      ...(PRESETS.get('nist-800-63b-4')?.rules ?? []),
      inForce('maximum-length', { maxBytes: 32 }),
    ];

    expect(contradictionsWith('nist-800-63b-4', rules).map(({ topic }) => topic)).toEqual([
      'maximum length',
    ]);
  });
});

describe('the contradictions between a policy and a directory', () => {
  const rules = [inForce('minimum-length', { min: 12 }), inForce('maximum-age', { days: 365 })];

  it('are none where both say the same', () => {
    const same = { origin: 'domain', minLength: 12, maxAgeSeconds: 365 * 86_400 };

    expect(contradictionsWithDirectory(same, rules)).toEqual([]);
  });

  it('tell what the directory refuses and what it lets pass', () => {
    const domain = { origin: 'domain', minLength: 14, complexity: true, historyLength: 24 };

    expect(
      contradictionsWithDirectory(domain, rules).map(({ topic, kind }) => [topic, kind]),
    ).toEqual([
      ['length', 'refused-there'],
      ['history', 'refused-there'],
      ['composition', 'refused-there'],
      ['rotation', 'weaker'],
    ]);
    expect(contradictionsWithDirectory({ origin: 'x', minLength: 8 }, rules)[0]).toEqual({
      topic: 'length',
      kind: 'weaker',
      clause: 'x',
      ours: '12 characters',
      theirs: '8 characters',
    });
  });
});
