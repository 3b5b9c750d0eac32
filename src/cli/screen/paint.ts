import type { Screen } from './progress.js';

/** Colours for texts; without colours each gives the text back. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
}

/** Colours on a terminal, unless NO_COLOR is set (no-color.org). */
export function paintFor(screen: Screen, environment: NodeJS.ProcessEnv): Paint {
  const coloured = screen.isTTY === true && (environment['NO_COLOR'] ?? '') === '';
  const style = (on: number, off: number) => (text: string) =>
    coloured ? `\u001B[${on}m${text}\u001B[${off}m` : text;
  return { bold: style(1, 22), dim: style(2, 22), red: style(31, 39), green: style(32, 39) };
}
