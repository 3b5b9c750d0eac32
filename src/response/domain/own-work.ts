import type { DirectoryState } from '../../directories/domain/connector.js';
import type { Operation } from './operation.js';

/**
 * Whether an act that changed nothing has found its own work done, which is what a repeat after a
 * crash does. Nothing but its own action makes a reset look done; of the others the state before
 * the first try says whether there was anything to do.
 */
export function isOwnWork(
  operation: Operation,
  before: DirectoryState | undefined,
  after: DirectoryState | undefined,
): boolean {
  if (operation === 'force-reset' || operation === 'temporary-password') return true;
  if (before === undefined || after === undefined) return false;
  return (
    before.active !== after.active ||
    before.locked !== after.locked ||
    before.outboundHeld !== after.outboundHeld
  );
}
