/**
 * A count as a share: 0 below `from`, 1 at `to` and above, even steps between; `from` itself is the
 * first step.
 */
export function ramp(count: number, from: number, to: number): number {
  if (count < from) return 0;
  if (count >= to) return 1;
  return (count - from + 1) / (to - from + 1);
}
