import type { DirectoryState } from '../directories/domain/connector.js';

/** A directory's state as JSON carries it. */
export interface StoredDirectoryState {
  active: boolean;
  mustChange?: boolean;
  passwordChangedAt?: string;
}

/** Reads it back; undefined where nothing is stored. */
export function toDirectoryState(stored: StoredDirectoryState | null): DirectoryState | undefined {
  if (stored === null) return undefined;
  const { active, mustChange, passwordChangedAt } = stored;
  return {
    active,
    ...(mustChange === undefined ? {} : { mustChange }),
    ...(passwordChangedAt === undefined ? {} : { passwordChangedAt: new Date(passwordChangedAt) }),
  };
}
