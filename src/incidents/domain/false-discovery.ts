/**
 * Adjusts p-values for how many were computed: those that come out at or below q, taken together,
 * are false in a share of at most q (Y. Benjamini and Y. Hochberg, Controlling the False Discovery
 * Rate, J. R. Statist. Soc. B 57(1), 1995).
 *
 * @returns for each p-value, in their order, the smallest rate at which it counts
 */
export function adjustedForMany(pValues: readonly number[]): number[] {
  const order = pValues.map((p, index) => ({ p, index })).sort((a, b) => b.p - a.p);
  const adjusted = pValues.map(() => 1);
  let least = 1;
  for (const [fromLast, { p, index }] of order.entries()) {
    const rank = pValues.length - fromLast;
    least = Math.min(least, (p * pValues.length) / rank);
    adjusted[index] = least;
  }
  return adjusted;
}
