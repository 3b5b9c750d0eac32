import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import { DirectoryAdministration } from './directory-administration.service.js';
import { DirectoryConnectors } from './directory-connectors.service.js';
import type { Capabilities, DirectoryConnector } from './domain/connector.js';

/** What a test of a directory found. */
export type DirectoryTest =
  | {
      readonly reachable: true;
      readonly tookMs: number;
      readonly accounts: number;
      readonly capabilities: Capabilities;
    }
  | { readonly reachable: false; readonly tookMs: number; readonly problem: string };

/** Tries a directory out, on a connection of its own, so that an earlier failure doesn't stand in the way. */
@Injectable()
export class DirectoryTester {
  constructor(
    private readonly administration: DirectoryAdministration,
    private readonly connectors: DirectoryConnectors,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `directory-not-found`, or why its secrets can't be read */
  async test(id: string): Promise<DirectoryTest> {
    const directory = await this.administration.find(id);
    const connector = this.connectors.openAnew(directory);
    const startedAt = this.clock.now().getTime();
    try {
      const found = await probe(connector);
      // Whoever tests has set something right: the kept connector shall not go on sulking.
      if (found.reachable) await this.connectors.drop(id);
      return { ...found, tookMs: this.clock.now().getTime() - startedAt };
    } finally {
      await connector.close();
    }
  }
}

type Probed =
  | Pick<Extract<DirectoryTest, { reachable: true }>, 'reachable' | 'accounts' | 'capabilities'>
  | Pick<Extract<DirectoryTest, { reachable: false }>, 'reachable' | 'problem'>;

async function probe(connector: DirectoryConnector): Promise<Probed> {
  try {
    const capabilities = await connector.capabilities();
    return { reachable: true, capabilities, accounts: await connector.count() };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { reachable: false, problem: error.message };
  }
}
