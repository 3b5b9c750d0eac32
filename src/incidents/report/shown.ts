import { escaped } from '../../platform/http/pages/html.js';

const MOST_CHARACTERS = 160;

/**
 * Hostile text made visible: control characters and those that turn the direction of writing
 * around stand as their code points, and what is too long is cut.
 */
export function shown(text: string): string {
  const visible = text.replace(
    // Controls, zero-width and bidirectional marks, line and paragraph separators, the byte order mark.
    /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
  return visible.length > MOST_CHARACTERS ? `${visible.slice(0, MOST_CHARACTERS - 1)}…` : visible;
}

/** Text as HTML text or attribute value, made visible. */
export function html(text: string): string {
  return escaped(shown(text));
}

/** Text as Markdown that says exactly this, in one line and one table cell. */
export function markdown(text: string): string {
  return shown(text)
    .replace(/[\\`*_[\]{}<>#|~!&]/g, (character) => `\\${character}`)
    .replace(/(https?|www)(?=[:.])/gi, '$1\u200b');
}
