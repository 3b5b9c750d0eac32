import { openKeycloakConnector } from '../../src/directories/keycloak/keycloak-directory.js';
import { KeycloakSettingsSchema } from '../../src/directories/keycloak/keycloak-settings.js';
import type { DirectoryConnector } from '../../src/directories/domain/connector.js';
import { type Clock, systemClock } from '../../src/kernel/clock.js';
import type { KeycloakAccount, KeycloakService } from '../servers/keycloak-service.js';

/** A connector to a test's realm. */
export function connectKeycloak(
  service: KeycloakService,
  change: Readonly<Record<string, unknown>> = {},
  clock: Clock = systemClock,
): DirectoryConnector {
  const { url, realm, clientId, clientSecret } = service;
  const settings = { url, realm, clientId, clientSecret, ...change };
  return openKeycloakConnector(KeycloakSettingsSchema.parse(settings), clock);
}

/** The account of a name. @throws Error when there is none */
export function accountNamed(service: KeycloakService, name: string): KeycloakAccount {
  const found = [...service.accounts.values()].find(
    ({ username }) => username === name.toLowerCase(),
  );
  if (!found) throw new Error(`there is no account ${name}`);
  return found;
}
