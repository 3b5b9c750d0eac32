import type { UnpackedPackages } from './debian-packages.js';

/** A command line, and its arguments. */
export type CommandLine = readonly [command: string, args: readonly string[]];

/**
 * A command of unpacked packages whose paths are compiled in: their files are laid over /usr and
 * /etc, in a mount namespace that only this process and its children see. Takes root.
 *
 * @param extra a directory whose etc/ comes before the packages' own, such as for users
 */
export function overlaid(
  { root }: Pick<UnpackedPackages, 'root'>,
  [program, args]: CommandLine,
  extra?: string,
): CommandLine {
  const etc = `${extra === undefined ? '' : `${extra}/etc:`}${root}/etc:/etc`;
  return ['unshare', ['--mount', 'sh', '-c', SCRIPT, 'sh', root, etc, program, ...args]];
}

const SCRIPT = [
  'mount -t overlay overlay -o "lowerdir=$1/usr:/usr" /usr',
  'mount -t overlay overlay -o "lowerdir=$2" /etc',
  'export LD_LIBRARY_PATH="$1/lib/x86_64-linux-gnu"',
  'shift 2',
  'echo "running $1"',
  'exec "$@"',
].join(' && ');

/** @throws Error that says why such a command can't be run here */
export function refuseWithoutRoot(why: string): void {
  if (process.getuid?.() !== 0) throw new Error(`${why}, which takes root`);
}
