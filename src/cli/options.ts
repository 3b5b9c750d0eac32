import { InvalidArgumentError } from 'commander';

/** Reads an option's value as a whole number from 0 on. @throws InvalidArgumentError otherwise */
export function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}
