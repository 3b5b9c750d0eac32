import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html, markdown, shown } from './shown.js';

describe('hostile text', () => {
  it('shows what would turn the line around or hide in it', () => {
    expect(shown('a\u202egnp.exe\u0000\n')).toBe('a\\u202egnp.exe\\u0000\\u000a');
  });

  it('is no markup', () => {
    expect(html('<img src=x onerror=alert(1)>"\'&')).toBe(
      '&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;',
    );
    expect(markdown('[x](javascript:1) | `a` <b>')).toBe(
      '\\[x\\](javascript:1) \\| \\`a\\` \\<b\\>',
    );
  });

  it('never brings a bracket, a quote or a control character into a page', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(html(text)).not.toMatch(/[<>"'\u0000-\u001f]/);
      }),
    );
  });

  it('never brings an unescaped mark into Markdown', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(markdown(text).replace(/\\./gu, '')).not.toMatch(/[`*_[\]<>|\n]/);
      }),
    );
  });
});
