import type { Clock } from '../../kernel/clock.js';
import { defineDirectoryKind } from '../directory-kind.js';
import type { DirectoryConnector } from '../domain/connector.js';
import { derivedPasswords } from '../reaching/derived-password.js';
import { openKeycloakClient } from './keycloak-client.js';
import { KeycloakConnector } from './keycloak-connector.js';
import { type KeycloakSettings, KeycloakSettingsSchema } from './keycloak-settings.js';

/** Accounts of a realm of Keycloak. */
export const keycloakDirectory = defineDirectoryKind({
  kind: 'keycloak',
  settings: KeycloakSettingsSchema,
  secrets: [{ field: 'clientSecret', holds: 'secret', sentTo: 'url' }],
  open: openKeycloakConnector,
});

/** A connector for these settings. Nothing is connected before it is asked for something. */
export function openKeycloakConnector(
  { clientSecret, ...settings }: KeycloakSettings,
  clock: Clock,
): DirectoryConnector {
  const client = openKeycloakClient({ ...settings, clientSecret }, clock);
  return new KeycloakConnector(client, derivedPasswords(clientSecret), settings, clock);
}
