import { createHash } from 'node:crypto';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { DATABASE_URL } from '../platform/database/database-url.js';
import { kindNamed } from './connectors.js';
import { DirectorySecrets } from './directory-secrets.service.js';
import type { DirectoryConnector } from './domain/connector.js';
import { type Directory, isEmbedded } from './domain/directory.js';

interface Opened {
  readonly fingerprint: string;
  readonly connector: DirectoryConnector;
}

/** Keeps one connector open for each directory, for as long as its settings stay what they are. */
@Injectable()
export class DirectoryConnectors implements OnApplicationShutdown {
  private readonly opened = new Map<string, Opened>();

  constructor(
    private readonly secrets: DirectorySecrets,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATABASE_URL) private readonly databaseUrl: string,
    @Inject(SETTINGS) private readonly environment: Settings,
  ) {}

  /** The directory's connector; another process may have changed its settings since the last time. */
  async of(directory: Directory): Promise<DirectoryConnector> {
    const present = this.opened.get(directory.id);
    const fingerprint = fingerprintOf(directory);
    if (present?.fingerprint === fingerprint) return present.connector;
    const connector = this.openAnew(directory);
    this.opened.set(directory.id, { fingerprint, connector });
    await present?.connector.close();
    return connector;
  }

  /** A connector of its own for the caller, who closes it. */
  openAnew(directory: Directory): DirectoryConnector {
    const settings = isEmbedded(directory)
      ? { ...directory.settings, url: this.databaseUrl }
      : this.secrets.reveal(directory);
    return kindNamed(directory.kind).open(settings, this.clock, {
      doveadm: this.environment.DOVEADM,
    });
  }

  /** Lets go of a directory's connector. */
  async drop(directoryId: string): Promise<void> {
    const present = this.opened.get(directoryId);
    this.opened.delete(directoryId);
    await present?.connector.close();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.opened.keys()].map((id) => this.drop(id)));
  }
}

/** Sealing the same secret twice gives different bytes, so a secret that was given anew shows too. */
function fingerprintOf({ kind, settings, sealedSecrets }: Directory): string {
  const hash = createHash('sha256').update(JSON.stringify([kind, settings]));
  return hash.update(sealedSecrets ?? '').digest('hex');
}
