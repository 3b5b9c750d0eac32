/**
 * The one number that a bench may be given on its command line.
 *
 * @throws Error when it is none
 */
export function countArgument(usage: string, usual: number): number {
  const [given, ...more] = process.argv.slice(2);
  const count = given === undefined ? usual : Number(given);
  if (more.length > 0 || !Number.isSafeInteger(count) || count < 1)
    throw new Error(`Usage: ${usage} (${usual} if it isn't given)`);
  return count;
}
