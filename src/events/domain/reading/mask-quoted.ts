/**
 * The text with everything inside double quotes blotted out, quotes included, at the same length,
 * so that what is found in it can be cut from the original. Quoted local parts and subjects may
 * hold anything that a log line holds. What follows an unmatched quote is blotted out too.
 */
export function maskQuoted(text: string): string {
  let open = text.indexOf('"');
  if (open === -1) return text;
  let masked = '';
  let end = 0;
  while (open !== -1) {
    const close = closingQuote(text, open + 1);
    masked += text.slice(end, open) + '_'.repeat(close - open);
    end = close;
    open = text.indexOf('"', close);
  }
  return masked + text.slice(end);
}

/** The index behind the quote that closes. */
function closingQuote(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === '"') return at + 1;
  }
  return text.length;
}
