import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { SecretBox } from '../platform/secrets/secret-box.js';
import { kindNamed } from './connectors.js';
import { conceal, reveal } from './domain/concealment.js';
import type { Directory } from './domain/directory.js';

const Secrets = z.record(z.string(), z.string());

/** Parts settings from their secrets for storage, and joins them for use. */
@Injectable()
export class DirectorySecrets {
  constructor(private readonly box: SecretBox) {}

  /** Settings as they are stored. Without secrets no key is needed. */
  conceal(
    id: string,
    kind: string,
    settings: Readonly<Record<string, unknown>>,
  ): Pick<Directory, 'settings' | 'sealedSecrets'> {
    const concealed = conceal(settings, kindNamed(kind).secrets);
    if (Object.keys(concealed.secrets).length === 0) return { settings: concealed.settings };
    return {
      settings: concealed.settings,
      sealedSecrets: this.box.seal(JSON.stringify(concealed.secrets), contextOf(id)),
    };
  }

  /** Settings with the directory's secrets where `settings` (the directory's own without) has stars. */
  reveal(
    directory: Directory,
    settings: Readonly<Record<string, unknown>> = directory.settings,
  ): Readonly<Record<string, unknown>> {
    if (!directory.sealedSecrets) return settings;
    const text = this.box.open(directory.sealedSecrets, contextOf(directory.id));
    return reveal(settings, Secrets.parse(JSON.parse(text)), kindNamed(directory.kind).secrets);
  }
}

function contextOf(id: string): string {
  return `directory ${id}`;
}
