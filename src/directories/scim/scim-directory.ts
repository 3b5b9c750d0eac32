import type { Clock } from '../../kernel/clock.js';
import { defineDirectoryKind } from '../directory-kind.js';
import type { DirectoryConnector } from '../domain/connector.js';
import { derivedPasswords } from '../reaching/derived-password.js';
import { openScimClient } from './scim-client.js';
import { ScimConnector } from './scim-connector.js';
import { type ScimSettings, ScimSettingsSchema } from './scim-settings.js';

/** Accounts behind a SCIM 2.0 service. */
export const scimDirectory = defineDirectoryKind({
  kind: 'scim',
  settings: ScimSettingsSchema,
  secrets: [{ field: 'token', holds: 'secret', sentTo: 'url' }],
  open: openScimConnector,
});

/** A connector for these settings. Nothing is connected before it is asked for something. */
export function openScimConnector(settings: ScimSettings, clock: Clock): DirectoryConnector {
  const { token, pageSize } = settings;
  return new ScimConnector(openScimClient(settings), derivedPasswords(token), pageSize, clock);
}
