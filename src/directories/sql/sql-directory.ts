import { defineDirectoryKind } from '../directory-kind.js';
import { openSqlConnector } from './open-sql-connector.js';
import { SqlSettingsSchema } from './sql-settings.js';

/** Accounts in an SQL table: PostfixAdmin's, or one with the site's own names. */
export const sqlDirectory = defineDirectoryKind({
  kind: 'sql',
  settings: SqlSettingsSchema,
  secrets: [{ field: 'url', holds: 'url-password', sentTo: 'url' }],
  open: openSqlConnector,
});
