import type { Capabilities, Capability, CapabilityName } from '../domain/connector.js';
import type { KeycloakUser } from './keycloak-schemas.js';

const NO_COMPARE =
  'Keycloak compares no versions: the whole representation is sent back as it was read a moment before, so what another program changes in between is overwritten. Acts of one process follow each other.';
const SAME =
  'Keycloak has no lock by an administrator, so locked and disabled are the same, and an unlock also enables what somebody else has disabled.';
const SESSIONS =
  'Open sessions go on until they are revoked, and access tokens that applications check by themselves until they expire.';
const FEDERATED =
  'Accounts that come from another directory (federationLink) can be changed only where Keycloak may write there.';

/** What a service account can do, as far as the server says. */
export interface Rights {
  /** An account as it was listed, where there is one: it says what may be done with it. */
  readonly sample: KeycloakUser | undefined;
  readonly seesPolicy: boolean;
}

/** What can be done in a realm. */
export function keycloakCapabilities({ sample, seesPolicy }: Rights): Capabilities {
  const found = new Map<CapabilityName, Capability>([
    ['lookup', { native: 'GET users?username=…&exact=true; kept by id', caveats: [] }],
    [
      'list',
      {
        native: 'GET users by first and max',
        caveats: ['An account that is removed during a list may hide another one from it.'],
      },
    ],
    ['aliases', { native: 'email and aliasAttribute', caveats: [] }],
    [
      'password-age',
      {
        native: 'GET users/{id}/credentials: createdDate',
        caveats: ['For one account at a time: a list doesn’t tell it.'],
      },
    ],
  ]);
  if (seesPolicy)
    found.set('effective-policy', { native: 'passwordPolicy of the realm', caveats: [] });
  const { manage = true } = sample?.access ?? {};
  return manage ? new Map([...found, ...acts()]) : found;
}

function acts(): readonly (readonly [CapabilityName, Capability])[] {
  const off = { native: 'PUT enabled = false', caveats: [SESSIONS, NO_COMPARE, FEDERATED] };
  const on = {
    native: 'PUT enabled = true; DELETE attack-detection/brute-force',
    caveats: [NO_COMPARE, FEDERATED],
  };
  const password = {
    native: 'PUT reset-password, temporary',
    caveats: [
      'A repeat sets the same password again: Keycloak doesn’t tell whose work a password is.',
      SESSIONS,
      FEDERATED,
    ],
  };
  return [
    ['lock', { ...off, caveats: [SAME, ...off.caveats] }],
    ['disable', off],
    ['unlock', { ...on, caveats: [SAME, ...on.caveats] }],
    ['enable', on],
    ['force-reset', password],
    ['temporary-password', password],
    [
      'revoke-sessions',
      {
        native: 'POST users/{id}/logout',
        caveats: [
          'Access tokens that applications check by themselves hold until they expire. Offline sessions aren’t listed by account, so that they have ended can’t be read back.',
        ],
      },
    ],
    [
      'undo',
      {
        native: 'unlock after lock, enable after disable',
        caveats: ['A forced reset can’t be undone: the old password isn’t kept.'],
      },
    ],
  ];
}
