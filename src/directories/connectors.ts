import type { DirectoryKind } from './directory-kind.js';
import { activeDirectory } from './active-directory/ad-directory.js';
import { keycloakDirectory } from './keycloak/keycloak-directory.js';
import { openldapDirectory } from './openldap/openldap-directory.js';
import { scimDirectory } from './scim/scim-directory.js';
import { sqlDirectory } from './sql/sql-directory.js';

/** Every kind of directory that can be connected. A new one is a line here. */
export const DIRECTORY_KINDS = [
  sqlDirectory,
  openldapDirectory,
  activeDirectory,
  keycloakDirectory,
  scimDirectory,
] as const;

/** The kind of a stored directory. */
export function kindNamed(kind: string): DirectoryKind {
  const found = DIRECTORY_KINDS.find((each) => each.kind === kind);
  if (!found) throw new Error(`there is no directory kind ${kind}`);
  return found;
}
