import { DomainError, type FieldProblem } from '../kernel/errors.js';
import { kindNamed } from './connectors.js';
import { goesElsewhere, maskedFields } from './domain/concealment.js';

type Settings = Readonly<Record<string, unknown>>;

/**
 * Settings of a kind, checked and with their defaults.
 *
 * @throws DomainError `invalid-request` that names the fields
 */
export function parseSettings(kind: string, settings: Settings): Settings {
  const parsed = kindNamed(kind).settings.safeParse(settings);
  if (parsed.success) return parsed.data;
  throw invalid(
    parsed.error.issues.map(({ path, message }) => ({
      path: ['settings', ...path].map(String).join('.'),
      message,
    })),
  );
}

/**
 * Refuses stars in the place of secrets where there is nothing that they could stand for.
 *
 * @throws DomainError `invalid-request`
 */
export function refuseStars(kind: string, settings: Settings): void {
  const masked = maskedFields(settings, kindNamed(kind).secrets);
  if (masked.length > 0) throw invalid(masked.map(({ field }) => starsAt(field)));
}

/**
 * Refuses stars that don't stand for a secret that is stored, and those that would send it to
 * another server than the one it was given for.
 *
 * @param before the directory's settings, with stars
 * @param after the same with the change
 * @throws DomainError `invalid-request`, `directory-password-needed`
 */
export function refuseWrongStars(kind: string, before: Settings, after: Settings): void {
  const { secrets } = kindNamed(kind);
  const stored = new Set(maskedFields(before, secrets));
  const masked = maskedFields(after, secrets);
  const unknown = masked.filter((field) => !stored.has(field));
  if (unknown.length > 0) throw invalid(unknown.map(({ field }) => starsAt(field)));
  if (masked.some((field) => goesElsewhere(before, after, field)))
    throw new DomainError(
      'unprocessable',
      'directory-password-needed',
      'The server changes, so its password has to be given again: the stored one is kept for the server that it was given for.',
    );
}

function starsAt(field: string): FieldProblem {
  return { path: `settings.${field}`, message: 'has stars in place of the password: give it' };
}

function invalid(errors: readonly FieldProblem[]): DomainError {
  return new DomainError(
    'invalid',
    'invalid-request',
    'The settings have fields that are missing, unknown or wrong; `errors` names them.',
    { errors },
  );
}
