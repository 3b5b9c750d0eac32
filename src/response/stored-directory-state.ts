import type { DirectoryState } from '../directories/domain/connector.js';

/** A directory's state as JSON carries it: with texts where times are. */
export type StoredDirectoryState = {
  [Field in keyof DirectoryState]: DirectoryState[Field] extends Date | undefined
    ? string
    : DirectoryState[Field];
};

/** Reads it back; undefined where nothing is stored. */
export function toDirectoryState(stored: StoredDirectoryState | null): DirectoryState | undefined {
  if (stored === null) return undefined;
  const { passwordChangedAt, passwordExpiresAt, ...rest } = stored;
  return {
    ...rest,
    ...(passwordChangedAt === undefined ? {} : { passwordChangedAt: new Date(passwordChangedAt) }),
    ...(passwordExpiresAt === undefined ? {} : { passwordExpiresAt: new Date(passwordExpiresAt) }),
  };
}
