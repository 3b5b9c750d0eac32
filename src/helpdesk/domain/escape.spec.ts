import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeFor } from './escape.js';

describe('escaping', () => {
  it.each([
    [
      'html',
      `<script>alert("1")</script>'&`,
      '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;',
    ],
    ['plain', 'a\r\nBcc: everybody@example.com', 'a Bcc: everybody@example.com'],
    ['plain', 'name\u202Egnp.exe', 'namegnp.exe'],
    ['wiki', '{html}<b>', String.raw`\{html\}<b>`],
  ] as const)('makes values harmless in %s', (format, value, expected) => {
    expect(escapeFor(format, value)).toBe(expected);
  });

  it('never lets a value begin another line or another tag', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(escapeFor('plain', value)).not.toMatch(/[\n\r\u2028\u2029\0]/);
        expect(escapeFor('html', value)).not.toMatch(/[<>"'\n\r]/);
      }),
    );
  });
});
