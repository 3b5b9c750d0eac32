import { Injectable } from '@nestjs/common';
import { DomainError } from '../kernel/errors.js';
import { Database } from '../platform/database/database.js';
import { DirectoryConnectors } from './directory-connectors.service.js';
import { DirectoryRepository } from './directory.repository.js';
import type { DirectoryConnector } from './domain/connector.js';
import { EmbeddedDirectory } from './embedded-directory.service.js';

/** The way of other features to the directories. */
@Injectable()
export class DirectoriesService {
  constructor(
    private readonly database: Database,
    private readonly repository: DirectoryRepository,
    private readonly connectors: DirectoryConnectors,
    private readonly embedded: EmbeddedDirectory,
  ) {}

  /** @throws DomainError `directory-not-found`, or why its secrets can't be read */
  async connectorFor(directoryId: string): Promise<DirectoryConnector> {
    const directory = await this.repository.find(this.database.direct, directoryId);
    if (!directory) throw directoryNotFound();
    return this.connectors.of(directory);
  }

  /** What people call the directory; undefined when it is no more. */
  async nameOf(directoryId: string): Promise<string | undefined> {
    return (await this.repository.find(this.database.direct, directoryId))?.name;
  }

  /**
   * The connector of an account's directory; of the default one where the account isn't known to
   * be in any.
   *
   * @throws DomainError `directory-not-found`, `no-directory`, or why its secrets can't be read
   */
  async connectorForAccount(
    directoryId: string | undefined,
  ): Promise<{ readonly connector: DirectoryConnector; readonly directoryId: string }> {
    if (directoryId !== undefined)
      return { connector: await this.connectorFor(directoryId), directoryId };
    const directory = await this.repository.findDefault(this.database.direct);
    if (!directory)
      throw new DomainError(
        'unprocessable',
        'no-directory',
        'No directory is connected, so there is nothing to act on. Add one with POST /v1/directories.',
      );
    return { connector: await this.connectors.of(directory), directoryId: directory.id };
  }

  /**
   * Makes the directory `default` on mailbox tables in the embedded database, at the first start
   * and when there is no other. Does nothing with a database of the site's own.
   */
  ensureEmbeddedDefault(): Promise<void> {
    return this.embedded.ensureDefault();
  }
}

/** No directory has this id. */
export function directoryNotFound(): DomainError {
  return new DomainError('not-found', 'directory-not-found', 'There is no directory with this id.');
}
