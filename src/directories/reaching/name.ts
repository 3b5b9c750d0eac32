const MAX_NAME = 320;

/** Whether a text can be the name or the id of an account in a service that is reached by URL. */
export function canBeName(text: string): boolean {
  return text !== '' && text.length <= MAX_NAME && !text.includes('\0') && isWellFormed(text);
}

/** Whether it has no half of a surrogate pair, which no URL could carry. */
function isWellFormed(text: string): boolean {
  return Buffer.from(text).toString() === text;
}
