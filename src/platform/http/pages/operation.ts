import { z } from 'zod';

const Content = z.record(z.string(), z.unknown()).default({});

/** The parts of an OpenAPI operation that the page shows. */
export const Operation = z.object({
  operationId: z.string(),
  summary: z.string().default(''),
  description: z.string().default(''),
  tags: z.array(z.string()).default([]),
  security: z.array(z.unknown()).optional(),
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.string(),
        required: z.boolean().default(false),
        description: z.string().default(''),
      }),
    )
    .default([]),
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(
    z.string(),
    z.object({ description: z.string().default(''), content: Content }),
  ),
});
export type Operation = z.output<typeof Operation>;
