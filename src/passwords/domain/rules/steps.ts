/**
 * How many characters belong to runs: stretches of at least `shortest` characters in which the
 * step from each to the next stays the same. One pass.
 *
 * @param stepBetween the name of the step, undefined when there is none
 */
export function coveredByRuns(
  text: string,
  shortest: number,
  stepBetween: (from: string, to: string) => string | undefined,
): number {
  let covered = 0;
  let start = 0;
  let step: string | undefined;
  for (let at = 1; at <= text.length; at += 1) {
    const next = at < text.length ? stepBetween(text.charAt(at - 1), text.charAt(at)) : undefined;
    if (next !== undefined && next === step) continue;
    if (step !== undefined && at - start >= shortest) covered += at - start;
    // The last character of one run may be the first of the next; it counts once.
    start = step !== undefined && at - start >= shortest ? at : at - 1;
    step = start === at ? undefined : next;
  }
  return covered;
}
