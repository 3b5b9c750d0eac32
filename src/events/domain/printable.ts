const CONTROLS = /\p{Cc}/u;
const ALL_CONTROLS = /\p{Cc}/gu;

/** Whether the text has no control character, which no name has and PostgreSQL or a terminal may trip over. */
export function isPrintable(text: string): boolean {
  return !CONTROLS.test(text);
}

/** The text without control characters, at most `longest` characters; undefined when nothing is left. */
export function printable(text: string | undefined, longest: number): string | undefined {
  if (text === undefined) return undefined;
  const clean = isPrintable(text) ? text : text.replace(ALL_CONTROLS, '');
  const short = clean.length > longest ? clean.slice(0, longest) : clean;
  return short === '' ? undefined : short;
}
