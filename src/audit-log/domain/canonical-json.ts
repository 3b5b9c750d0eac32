/**
 * One text for one JSON value: keys sorted by UTF-16 code units, no white space (the parts of RFC
 * 8785 that JSON.stringify doesn't already guarantee). Fields that are undefined are left out.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) => sorted(field)) ?? 'null';
}

function sorted(field: unknown): unknown {
  if (typeof field !== 'object' || field === null || Array.isArray(field)) return field;
  return Object.fromEntries(Object.entries(field).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
