/** A number for people: 132,054. */
export function count(number: number): string {
  return number.toLocaleString('en');
}

/** The total of all of them. */
export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Each of them once, in the order in which they first occur. */
export function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
