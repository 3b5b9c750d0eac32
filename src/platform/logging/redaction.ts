/** Names of fields whose values never reach the log. */
const SECRET_NAME =
  /pass(?:word|wd|phrase)?$|secret|token|hash$|credential|authorization|cookie|private.?key|api.?key$|^auth$|^body$|^payload$|^parameters$/i;

/** `scheme://user:password@`; the parts can't contain each other's delimiters, so one pass is enough. */
const URL_PASSWORD = /([a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@]{0,200}):[^\s@/]{1,500}@/gi;
const BEARER = /\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}/gi;
const API_KEY = /\baw_[A-Za-z0-9]{8}_[A-Za-z0-9_-]{20,}/g;

const CENSORED = '[redacted]';
const MAX_DEPTH = 8;
const MAX_TEXT = 16_384;

/**
 * A copy of what is about to be logged without secrets: fields named like one, passwords in URLs,
 * bearer tokens and API keys in any text, at any depth. Errors become plain objects with their
 * causes; a query's parameters are left out.
 */
export function redacted(value: unknown): unknown {
  return clean(value, 0, new Set());
}

/** {@link redacted} for one text. */
export function redactedText(text: string): string {
  const short = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  return short
    .replace(URL_PASSWORD, `$1:${CENSORED}@`)
    .replace(BEARER, `$1 ${CENSORED}`)
    .replace(API_KEY, CENSORED);
}

function clean(value: unknown, depth: number, above: ReadonlySet<object>): unknown {
  if (typeof value === 'string') return redactedText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value;
  if (depth > MAX_DEPTH || above.has(value)) return '[…]';
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;

  const path = new Set(above).add(value);
  if (Array.isArray(value)) return value.map((item) => clean(item, depth + 1, path));
  return cleanFields(value instanceof Error ? errorFields(value) : value, depth, path);
}

function cleanFields(
  fields: object,
  depth: number,
  path: ReadonlySet<object>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      SECRET_NAME.test(name) ? CENSORED : clean(field, depth + 1, path),
    ]),
  );
}

// PostgreSQL's `detail` and TypeORM's `query` quote values, and a value may be a secret.
function errorFields(error: Error): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? error.code : undefined;
  return { type: name, message, code, stack, cause };
}
