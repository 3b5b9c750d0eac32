import { join } from 'node:path';
import type { Settings } from '../../platform/config/settings.js';

/** Where the breach lists are. */
export function breachListDirectory({
  BREACH_LIST_DIR,
  DATA_DIR,
}: Pick<Settings, 'BREACH_LIST_DIR' | 'DATA_DIR'>): string {
  return BREACH_LIST_DIR ?? join(DATA_DIR, 'breach-lists');
}
