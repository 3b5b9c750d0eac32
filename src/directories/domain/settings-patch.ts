/**
 * Settings with a change laid over them: objects are merged, anything else is replaced, `null`
 * included (it says "none").
 */
export function patchSettings(
  settings: Readonly<Record<string, unknown>>,
  change: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const patched = new Map(Object.entries(settings));
  for (const [key, value] of Object.entries(change)) {
    const present = patched.get(key);
    patched.set(key, isObject(present) && isObject(value) ? patchSettings(present, value) : value);
  }
  return Object.fromEntries(patched);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
