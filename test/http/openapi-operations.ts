// The document is JSON of any shape; the spec says what it must look like.
/* eslint-disable typescript/no-explicit-any */

/** One operation of an OpenAPI document with what the spec looks at. */
export interface FoundOperation {
  readonly name: string;
  readonly path: string;
  readonly operation: any;
  /** Media types of the request body and of the successful answers. */
  readonly bodies: readonly any[];
  /** Media types of the problems. */
  readonly problems: readonly any[];
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

/** Every operation of the document. */
export function operationsOf(document: any): readonly FoundOperation[] {
  return Object.entries<any>(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => {
      const operation = item[method];
      const responses = Object.entries<any>(operation.responses).map(
        ([status, response]) => [status, resolved(response, document)] as const,
      );
      const mediaOf = (wanted: (status: string) => boolean) =>
        responses
          .filter(([status]) => wanted(status))
          .flatMap(([, response]) => Object.values<any>(response.content ?? {}));
      return {
        name: `${method.toUpperCase()} ${path}`,
        path,
        operation,
        bodies: [
          ...Object.values<any>(operation.requestBody?.content ?? {}),
          ...mediaOf((status) => status.startsWith('2')),
        ],
        problems: responses
          .filter(([status]) => /^[45]/.test(status))
          .flatMap(([, response]) => response.content?.['application/problem+json'] ?? []),
      };
    }),
  );
}

/** The schema itself, or the one that it refers to; undefined when that isn't there. */
export function resolved(schema: any, document: any): any {
  if (!schema?.$ref) return schema;
  const steps: string[] = schema.$ref.slice(2).split('/');
  return steps.reduce((value, step) => value?.[step], document);
}
