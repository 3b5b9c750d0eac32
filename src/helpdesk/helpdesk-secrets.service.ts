import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { conceal, goesElsewhere, maskedFields, reveal } from '../directories/domain/concealment.js';
import { patchSettings } from '../directories/domain/settings-patch.js';
import { DomainError, type FieldProblem } from '../kernel/errors.js';
import { SecretBox } from '../platform/secrets/secret-box.js';
import { helpdeskKindNamed } from './connectors.js';
import type { Helpdesk } from './domain/helpdesk.js';

type Settings = Readonly<Record<string, unknown>>;
type Stored = Pick<Helpdesk, 'settings' | 'sealedSecrets'>;

const Secrets = z.record(z.string(), z.string());

/** Parts a helpdesk's settings from their secrets for storage, and joins them for use. */
@Injectable()
export class HelpdeskSecrets {
  constructor(private readonly box: SecretBox) {}

  /**
   * New settings as they are stored.
   *
   * @throws DomainError `invalid-request` for stars in the place of a secret, `secrets-key-missing`
   */
  conceal(id: string, kind: string, settings: Settings): Stored {
    const { secrets } = helpdeskKindNamed(kind);
    refuse(maskedFields(settings, secrets).map(({ field }) => starsAt(field)));
    const concealed = conceal(settings, secrets);
    return {
      settings: concealed.settings,
      sealedSecrets:
        Object.keys(concealed.secrets).length === 0
          ? undefined
          : this.box.seal(JSON.stringify(concealed.secrets), contextOf(id)),
    };
  }

  /** Settings with the secrets where stars stand for them. */
  reveal(helpdesk: Helpdesk, settings: Settings = helpdesk.settings): Settings {
    if (!helpdesk.sealedSecrets) return settings;
    const text = this.box.open(helpdesk.sealedSecrets, contextOf(helpdesk.id));
    const { secrets } = helpdeskKindNamed(helpdesk.kind);
    return reveal(settings, Secrets.parse(JSON.parse(text)), secrets);
  }

  /**
   * Settings with a change laid over them, as they are stored.
   *
   * @throws DomainError `invalid-request`, `helpdesk-secret-needed`
   */
  patch(helpdesk: Helpdesk, change: Settings): Stored {
    const { id, kind } = helpdesk;
    const { secrets, settings: schema } = helpdeskKindNamed(kind);
    const after = patchSettings(helpdesk.settings, change);
    const stored = new Set(maskedFields(helpdesk.settings, secrets));
    const masked = maskedFields(after, secrets);
    refuse(masked.filter((field) => !stored.has(field)).map(({ field }) => starsAt(field)));
    if (masked.some((field) => goesElsewhere(helpdesk.settings, after, field)))
      throw new DomainError(
        'unprocessable',
        'helpdesk-secret-needed',
        'The server changes, so its secret has to be given again: the stored one is kept for the server that it was given for.',
      );
    const parsed = schema.safeParse(this.reveal(helpdesk, after));
    if (parsed.success) return this.conceal(id, kind, parsed.data);
    throw invalid(
      parsed.error.issues.map(({ path, message }) => ({
        path: ['settings', ...path].map(String).join('.'),
        message,
      })),
    );
  }
}

function contextOf(id: string): string {
  return `helpdesk ${id}`;
}

function refuse(errors: readonly FieldProblem[]): void {
  if (errors.length > 0) throw invalid(errors);
}

function starsAt(field: string): FieldProblem {
  return { path: `settings.${field}`, message: 'has stars in place of the secret: give it' };
}

function invalid(errors: readonly FieldProblem[]): DomainError {
  return new DomainError(
    'invalid',
    'invalid-request',
    'The settings have fields that are missing, unknown or wrong; `errors` names them.',
    { errors },
  );
}
