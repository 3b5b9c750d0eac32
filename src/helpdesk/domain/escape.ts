import type { TextFormat } from './connector.js';

const HTML: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Longest value that a template takes over; what is longer is cut. */
const MAX_VALUE = 1_000;

/**
 * Makes a value harmless in a ticket's text. Values come from logs, which attackers write: control
 * characters and line breaks could forge lines of the ticket or headers of a mail, and what
 * reverses the direction of writing could make one name look like another.
 */
export function escapeFor(format: TextFormat, value: unknown): string {
  const text = String(value)
    .slice(0, MAX_VALUE)
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/[\u{202A}-\u{202E}\u{2066}-\u{2069}\u{200E}\u{200F}]/gu, '');
  switch (format) {
    case 'plain':
      return text;
    case 'html':
      return text.replaceAll(/[&<>"']/g, (sign) => HTML[sign] ?? sign);
    case 'wiki':
      // Jira's markup takes a backslash before a sign as the sign itself.
      return text.replaceAll(/[\\*_{}[\]|!~^+#-]/g, String.raw`\$&`);
  }
}
