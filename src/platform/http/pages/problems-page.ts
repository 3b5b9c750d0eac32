import { PROBLEM_CODES } from '../problem-codes.js';
import { STATUS_OF } from '../problem.js';
import { escaped, page, prose } from './html.js';

/** `/docs/problems`: every code that a problem can carry, and what to do about it. */
export function problemsPage(): string {
  const sections = Object.entries(PROBLEM_CODES).map(
    ([code, { kind, title, remedy }]) =>
      `<h2 id="${escaped(code)}"><code>${escaped(code)}</code></h2>` +
      `<p>${STATUS_OF[kind]} · ${escaped(title)}.</p>${prose(remedy)}`,
  );
  return page(
    'Authwarden problems',
    `<h1>Problems</h1><p>Every error is <code>application/problem+json</code> (RFC 9457) with one of these as its <code>code</code>. <a href="/docs">All operations</a></p>${sections.join('')}`,
  );
}
