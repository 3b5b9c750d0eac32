/** A JSON object of unknown shape. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** @returns undefined when the line isn't one JSON object */
export function parseRecord(line: string): JsonRecord | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    // Not JSON: a line as good as any other that isn't ours.
    return undefined;
  }
}

/**
 * The value at a dotted path, however the writer nested it: `{"source":{"ip":…}}`, `{"source.ip":…}`
 * and every mixture are the same field to Elastic.
 */
export function valueAt(record: JsonRecord, path: string): unknown {
  if (Object.hasOwn(record, path)) return record[path];
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const head = path.slice(0, dot);
    const inner = Object.hasOwn(record, head) ? record[head] : undefined;
    if (!isRecord(inner)) continue;
    const value = valueAt(inner, path.slice(dot + 1));
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The text (or number) at a path; of a list the first. */
export function textAt(record: JsonRecord, path: string): string | undefined {
  return textsAt(record, path)[0];
}

/** All texts at a path, which may hold one or a list. */
export function textsAt(record: JsonRecord, path: string): string[] {
  const value = valueAt(record, path);
  const values: unknown[] = Array.isArray(value) ? value : [value];
  const texts: string[] = [];
  for (const item of values) {
    if (typeof item === 'string' && item !== '') texts.push(item);
    if (typeof item === 'number') texts.push(String(item));
  }
  return texts;
}

/** The whole, non-negative number at a path, also when it is written as text. */
export function countAt(record: JsonRecord, path: string): number | undefined {
  const text = textAt(record, path);
  const number = text === undefined || text.length > 16 ? Number.NaN : Number(text);
  return Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
