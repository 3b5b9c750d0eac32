import type { DirectoryCommand, DirectoryOperation, DirectoryState } from '../domain/connector.js';
import { asksForPassword, type FoundUser, UPDATE_PASSWORD } from './keycloak-user.js';

/** What an operation comes to, apart from a new password. */
export interface KeycloakChange {
  /** What the representation is to say differently; undefined where it stays as it is. */
  readonly properties?: Readonly<Record<string, unknown>>;
  /** Whether the failures that brute force detection has counted are forgotten. */
  readonly clearsFailures?: boolean;
  readonly endsSessions?: boolean;
  readonly steps: readonly string[];
  after(before: DirectoryState): DirectoryState;
}

/** Why there is nothing that could be done. */
export interface Unsupported {
  readonly reason: string;
  readonly instead: DirectoryOperation;
}

/** A new password is set by a request of its own. */
export const NEW_PASSWORD = 'new-password';

/** Translates a command for an account; undefined where nothing is left to be done. */
export function changeFor(
  { do: operation, keepPassword }: Pick<DirectoryCommand, 'do' | 'keepPassword'>,
  found: FoundUser,
): KeycloakChange | typeof NEW_PASSWORD | Unsupported | undefined {
  switch (operation) {
    case 'lock':
    case 'disable':
      return found.user.enabled ? disabled() : undefined;
    case 'unlock':
    case 'enable':
      return found.state.active ? undefined : enabled(found);
    case 'force-reset':
      if (!keepPassword) return NEW_PASSWORD;
      return asksForPassword(found.user) ? undefined : marked(found);
    case 'revoke-sessions':
      return {
        endsSessions: true,
        steps: ['POST logout: all sessions, and a not-before mark for its tokens'],
        after: (before) => before,
      };
    case 'hold-outbound':
    case 'release-outbound':
      return { reason: 'Keycloak handles no mail', instead: 'lock' };
  }
}

function disabled(): KeycloakChange {
  return {
    properties: { enabled: false },
    steps: ['PUT enabled = false'],
    after: (before) => ({ ...before, active: false }),
  };
}

function enabled({ user, state }: FoundUser): KeycloakChange {
  return {
    ...(user.enabled ? {} : { properties: { enabled: true } }),
    clearsFailures: state.locked === true,
    steps: [
      ...(state.locked ? ['DELETE attack-detection/brute-force: forget its failures'] : []),
      ...(user.enabled ? [] : ['PUT enabled = true']),
    ],
    after: (before) => ({ ...before, active: true, locked: false }),
  };
}

function marked({ user }: FoundUser): KeycloakChange {
  return {
    properties: { requiredActions: [...(user.requiredActions ?? []), UPDATE_PASSWORD] },
    steps: [`PUT requiredActions + ${UPDATE_PASSWORD}`],
    after: (before) => ({ ...before, mustChange: true }),
  };
}
