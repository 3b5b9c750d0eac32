import { describe, expect, it } from 'vitest';
import { reportFormat } from './report-format.js';

describe('the form of a report', () => {
  it.each([
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html'],
    ['text/markdown', 'text/markdown'],
    ['text/*', 'text/html'],
    ['text/html;q=0.2, text/markdown;q=0.7', 'text/markdown'],
    ['text/html;q=0, application/json', 'application/json'],
    ['image/png', 'application/json'],
    [', ;;q=x,', 'application/json'],
  ])('of Accept %s is %s', (accept, format) => {
    expect(reportFormat(accept)).toBe(format);
  });
});
