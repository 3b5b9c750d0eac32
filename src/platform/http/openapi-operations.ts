import type { OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { PROBLEM_CODES } from './problem-codes.js';
import { PROBLEM_JSON, problemOf, STATUS_OF } from './problem.js';
import { DomainError } from '../../kernel/errors.js';

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;
const WRITES = new Set<string>(['put', 'post', 'delete', 'patch']);
const EXAMPLE_REQUEST_ID = '01937a5e-0000-7000-8000-000000000003';

/** What any operation may answer, by what it is. */
const OF_ALL = ['overloaded', 'internal'];
const OF_AUTHENTICATED = ['unauthenticated', 'too-many-requests'];
const OF_SCOPED = ['forbidden'];
const OF_INPUT = ['invalid-request'];
const OF_WRITES = ['idempotency-key-reused', 'idempotency-key-in-use'];

const Marks = z.object({
  'x-required-scopes': z.array(z.string()).optional(),
  'x-problems': z.array(z.string()).optional(),
  'x-idempotency-key': z.boolean().optional(),
});

const Answer = z.object({ description: z.string(), content: z.record(z.string(), z.object({})) });

/** What operations refer to, so that the document says each thing once. */
interface Shared {
  readonly examples: Record<string, { readonly value: ReturnType<typeof problemOf> }>;
  readonly responses: Record<string, ReturnType<typeof problemResponse>>;
}

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** Completes each operation: its scope in words, its problems by status, its Idempotency-Key. */
export function describeOperations(document: OpenAPIObject): void {
  const shared: Shared = { examples: {}, responses: {} };
  for (const item of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (operation) describe(operation, method, shared);
    }
  }
  document.components = { ...document.components, ...shared };
}

function describe(operation: Operation, method: string, shared: Shared): void {
  const marks = Marks.parse(operation);
  const scopes = marks['x-required-scopes'];
  const takesKey = WRITES.has(method) && marks['x-idempotency-key'] !== false;
  const hasInput = operation.requestBody !== undefined || (operation.parameters ?? []).length > 0;

  if (scopes) {
    const words = scopes.map((scope) => `\`${scope}\``).join(' or ');
    operation.description = `${operation.description ?? ''}\n\nScope: ${words}.`.trim();
  }
  if (takesKey) operation.parameters = [...(operation.parameters ?? []), idempotencyKey()];

  const codes = new Set([
    ...(marks['x-problems'] ?? []),
    ...(hasInput ? OF_INPUT : []),
    ...(operation.security ? OF_AUTHENTICATED : []),
    ...(scopes ? OF_SCOPED : []),
    ...(takesKey ? OF_WRITES : []),
    ...OF_ALL,
  ]);
  for (const [status, ofStatus] of byStatus([...codes])) {
    for (const code of ofStatus) shared.examples[code] ??= { value: exampleOf(code) };
    const own = Answer.safeParse(operation.responses[status]);
    const name = ofStatus.join('.');
    if (!own.success) shared.responses[name] ??= problemResponse(ofStatus);
    operation.responses[status] = own.success
      ? joined(own.data, problemResponse(ofStatus))
      : { $ref: `#/components/responses/${name}` };
  }
}

/** A status may stand for an answer of some protocol's, too, in another media type. */
function joined(own: z.output<typeof Answer>, problem: ReturnType<typeof problemResponse>) {
  return {
    description: `${own.description} ${problem.description}`,
    content: { ...own.content, ...problem.content },
  };
}

function byStatus(codes: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const grouped = new Map<string, string[]>();
  for (const code of codes) {
    const known = PROBLEM_CODES[code];
    if (!known) throw new Error(`the problem code ${code} is not in problem-codes.ts`);
    const status = String(STATUS_OF[known.kind]);
    grouped.set(status, [...(grouped.get(status) ?? []), code]);
  }
  return grouped;
}

function problemResponse(codes: readonly string[]) {
  const words = codes.map((code) => `\`${code}\`: ${PROBLEM_CODES[code]?.title}.`);
  const examples = codes.map((code) => [code, { $ref: `#/components/examples/${code}` }] as const);
  return {
    description: words.join(' '),
    content: {
      [PROBLEM_JSON]: {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(examples),
      },
    },
  };
}

function exampleOf(code: string) {
  const { kind, title, remedy } = PROBLEM_CODES[code] ?? {
    kind: 'internal',
    title: '',
    remedy: '',
  };
  if (kind === 'internal') return problemOf(undefined, EXAMPLE_REQUEST_ID);
  return problemOf(new DomainError(kind, code, `${title}. ${remedy}`), EXAMPLE_REQUEST_ID);
}

function idempotencyKey() {
  return {
    name: 'Idempotency-Key',
    in: 'header' as const,
    required: false,
    description:
      'Makes the write safe to send again for 24 hours: the same key and body get the first answer, with `Idempotency-Replayed: true`.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
    example: '7c1b2f3e-6f0a-4d43-9a55-2f1f0c9a7d10',
  };
}
