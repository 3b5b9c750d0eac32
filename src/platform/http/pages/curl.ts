import type { Operation } from './operation.js';

/** A command that calls the operation, with the parts that the reader must fill in as variables. */
export function curlOf(method: string, path: string, operation: Operation): string {
  const filled = path.replace(/\{(\w+)\}/g, (_whole, name: string) => `$${name.toUpperCase()}`);
  const [type] = Object.keys(operation.requestBody?.content ?? {});
  return [
    `curl -X ${method} "http://127.0.0.1:3000${filled}"`,
    ...(operation.security ? ['-H "Authorization: Bearer $API_KEY"'] : []),
    ...(type ? [`-H "Content-Type: ${type}"`, '--data-binary @body'] : []),
  ].join(' \\\n  ');
}
