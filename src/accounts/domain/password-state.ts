import type { DirectoryState } from '../../directories/domain/connector.js';

/** What a directory says of an account's password, as `account.password_state` keeps it; times are ISO 8601. */
export interface PasswordState {
  readonly changedAt?: string;
  readonly expiresAt?: string;
  readonly neverExpires?: boolean;
  readonly mustChange?: boolean;
  readonly scheme?: string;
}

/** The part of a state that is about the password. */
export function passwordState(state: DirectoryState): PasswordState {
  const { passwordChangedAt, passwordExpiresAt, passwordNeverExpires, mustChange, scheme } = state;
  return {
    ...(passwordChangedAt ? { changedAt: passwordChangedAt.toISOString() } : {}),
    ...(passwordExpiresAt ? { expiresAt: passwordExpiresAt.toISOString() } : {}),
    ...(passwordNeverExpires === undefined ? {} : { neverExpires: passwordNeverExpires }),
    ...(mustChange === undefined ? {} : { mustChange }),
    ...(scheme === undefined ? {} : { scheme }),
  };
}
