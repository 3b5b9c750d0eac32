import { z } from 'zod';

/** A zod schema (without an id of its own) as JSON Schema for an OpenAPI 3.1 document, without the marks of a whole file. */
export function schemaOf(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'output' });
  return rest;
}
