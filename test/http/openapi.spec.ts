import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { previewApp } from '../../src/create-app.js';
import { openApiText } from '../../src/platform/http/openapi.js';
import { SCOPES } from '../../src/auth/domain/scopes.js';
import { type FoundOperation, operationsOf, resolved } from './openapi-operations.js';

describe('the OpenAPI document', () => {
  let text: string;
  let operations: readonly FoundOperation[];
  let document: ReturnType<typeof JSON.parse>;

  beforeAll(async () => {
    text = openApiText(await previewApp());
    document = JSON.parse(text);
    operations = operationsOf(document);
  });

  const offenders = (isFine: (found: FoundOperation) => boolean) =>
    operations.filter((found) => !isFine(found)).map(({ name }) => name);

  it('is what docs/openapi.json says (npm run openapi:write)', () => {
    expect(readFileSync('docs/openapi.json', 'utf8') === text).toBe(true);
  });

  it('is OpenAPI 3.1', () => {
    expect(document.openapi).toBe('3.1.0');
  });

  it('gives every operation an id of its own, a verb phrase', () => {
    const ids = operations.map(({ operation }) => operation.operationId);

    expect(new Set(ids).size).toBe(ids.length);
    expect(
      offenders(({ operation }) => /^[a-z]+(?:[A-Z][a-z0-9]*)*$/.test(operation.operationId)),
    ).toEqual([]);
  });

  it('gives every operation a summary, a description and a tag', () => {
    expect(
      offenders(
        ({ operation }) =>
          Boolean(operation.summary) &&
          Boolean(operation.description) &&
          operation.tags?.length === 1,
      ),
    ).toEqual([]);
  });

  it('has an example of every body and of every answer that has one', () => {
    expect(offenders(({ bodies }) => bodies.every((media) => hasExample(media, document)))).toEqual(
      [],
    );
  });

  it('names the problems of every operation, each with an example', () => {
    expect(
      offenders(
        ({ problems }) =>
          problems.length > 0 && problems.every((media) => Object.keys(media.examples).length > 0),
      ),
    ).toEqual([]);
  });

  it('names a known scope for every operation under /v1, in words too', () => {
    const isScoped = ({ path, operation }: FoundOperation) => {
      const scopes: string[] = operation['x-required-scopes'] ?? [];
      return (
        !path.startsWith('/v1/') ||
        operation['x-signed-by-caller'] ||
        (scopes.length > 0 &&
          scopes.every((scope) => Object.hasOwn(SCOPES, scope)) &&
          operation.description.includes(`Scope: \`${scopes[0]}\``) &&
          operation.security.length > 0)
      );
    };

    expect(offenders(isScoped)).toEqual([]);
  });

  it('leaves only the probes to everybody, and to who signs what he sends what he may send', () => {
    const open = operations
      .filter(({ operation }) => !operation.security && !operation['x-signed-by-caller'])
      .map(({ path }) => path);
    const signed = operations.filter(({ operation }) => operation['x-signed-by-caller']);

    expect(open.toSorted()).toEqual(['/healthz', '/readyz']);
    expect(signed.map(({ name }) => name)).toEqual([
      'POST /v1/helpdesks/{id}/hooks',
      'POST /v1/security-event-transmitters/{id}/events',
    ]);
  });

  it('describes every parameter', () => {
    expect(
      offenders(({ operation }) =>
        (operation.parameters ?? []).every(
          (parameter: { description?: string; schema?: { description?: string } }) =>
            Boolean(parameter.description ?? parameter.schema?.description),
        ),
      ),
    ).toEqual([]);
  });

  it('has no reference that leads nowhere', () => {
    const references = [...text.matchAll(/"\$ref": "([^"]+)"/g)].map(
      ([, reference]) => reference ?? '',
    );

    expect(
      references.filter((reference) => resolved({ $ref: reference }, document) === undefined),
    ).toEqual([]);
  });
});

function hasExample(media: Record<string, unknown>, document: unknown): boolean {
  if ('example' in media || 'examples' in media) return true;
  const schema = resolved(media['schema'], document);
  return schema !== undefined && ('example' in schema || 'examples' in schema);
}
