import type { DirectoryConnector, ListOptions } from '../../directories/domain/connector.js';
import type { StoredHash } from '../../directories/domain/stored-hash.js';
import { DomainError } from '../../kernel/errors.js';

/**
 * The stored passwords of a directory that hands them out.
 *
 * @throws DomainError `directory-cannot-export`, or why the directory can't be asked
 */
export async function exportOf(
  connector: DirectoryConnector,
): Promise<(options: ListOptions) => AsyncIterable<StoredHash>> {
  const capabilities = await connector.capabilities();
  if (!connector.exportHashes || !capabilities.has('export-hashes'))
    throw new DomainError(
      'unprocessable',
      'directory-cannot-export',
      'This directory doesn’t hand out stored passwords: its connector can’t, or its credentials or settings don’t allow it. Upload an export instead.',
    );
  return connector.exportHashes.bind(connector);
}
