const SECRET_NAME =
  /pass(?:word|wd|phrase)|secret|token|credential|authorization|cookie|private.?key|api.?key$|^key$|hash$|^auth$/i;

/** Lone surrogates and NUL, which PostgreSQL's jsonb refuses. */
const UNSTORABLE = /\0|\p{Surrogate}/gu;

const MAX_DEPTH = 12;

/** Whether a field of this name is taken to hold a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/**
 * A copy of `detail` for the audit log: fields named like secrets are left out at any depth, dates
 * become ISO text, and what JSON or PostgreSQL can't hold is left out or replaced.
 */
export function withoutSecrets(
  detail: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return cleanFields(detail, 0);
}

function cleanFields(fields: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name, value]) => !isSecretName(name) && isStorable(value))
      .map(([name, value]) => [cleanText(name), cleanValue(value, depth + 1)]),
  );
}

function cleanValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return null;
  if (Array.isArray(value))
    return value.filter(isStorable).map((item) => cleanValue(item, depth + 1));
  return cleanFields(value, depth);
}

function isStorable(value: unknown): boolean {
  return !['undefined', 'function', 'symbol'].includes(typeof value);
}

function cleanText(text: string): string {
  return text.replace(UNSTORABLE, '\ufffd');
}
