/** A two-by-two table of counts. */
export interface Table {
  /** Of those in the group: with and without the trait. */
  readonly groupWith: number;
  readonly groupWithout: number;
  /** Of the others: with and without it. */
  readonly othersWith: number;
  readonly othersWithout: number;
}

/**
 * Fisher's exact test, one-sided: the chance to find at least so many with the trait in the group,
 * were the trait spread by lot with the same totals (R. A. Fisher, The Design of Experiments, 1935,
 * chapter II; the hypergeometric distribution's upper tail).
 *
 * @param table whole numbers, not negative
 * @returns 0..1
 */
export function fisherGreater(table: Table): number {
  const { groupWith, groupWithout, othersWith, othersWithout } = table;
  const group = groupWith + groupWithout;
  const withTrait = groupWith + othersWith;
  const all = group + othersWith + othersWithout;
  const most = Math.min(group, withTrait);
  const total = logChoose(all, group);
  let sum = 0;
  for (let count = groupWith; count <= most; count += 1)
    sum += Math.exp(
      logChoose(withTrait, count) + logChoose(all - withTrait, group - count) - total,
    );
  return Math.min(1, sum);
}

function logChoose(n: number, k: number): number {
  return k < 0 || k > n ? -Infinity : logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

const logFactorials = [0, 0];

/** From a table up to 1,000, then Stirling's series with three terms (error below 1e-19 there). */
function logFactorial(n: number): number {
  if (n > 1_000) {
    const x = n + 1;
    return (
      (x - 0.5) * Math.log(x) -
      x +
      0.5 * Math.log(2 * Math.PI) +
      1 / (12 * x) -
      1 / (360 * x ** 3) +
      1 / (1_260 * x ** 5)
    );
  }
  for (let known = logFactorials.length; known <= n; known += 1)
    logFactorials.push((logFactorials[known - 1] ?? 0) + Math.log(known));
  return logFactorials[n] ?? 0;
}
