import type { OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { curlOf } from './curl.js';
import { escaped, page, prose } from './html.js';
import { Operation } from './operation.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

interface Entry {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** `/docs`: every operation of the document, by tag, on one page that loads nothing. */
export function apiPage(document: OpenAPIObject): string {
  const tags = new Map<string, Entry[]>();
  for (const entry of entriesOf(document)) {
    const tag = entry.operation.tags[0] ?? 'Other';
    tags.set(tag, [...(tags.get(tag) ?? []), entry]);
  }
  const schemas = Object.entries(document.components?.schemas ?? {});
  const body = [
    `<h1>${escaped(document.info.title)} API</h1>`,
    prose(document.info.description ?? ''),
    '<p><a href="/openapi.json">openapi.json</a> · <a href="/docs/problems">Problems</a> · <a href="#schemas">Schemas</a></p>',
    ...[...tags].map(([tag, entries]) => `<h2>${escaped(tag)}</h2>${entries.map(shown).join('')}`),
    '<h2 id="schemas">Schemas</h2>',
    ...schemas.map(
      ([name, schema]) =>
        `<details id="schema-${escaped(name)}"><summary><code>${escaped(name)}</code></summary>${json(schema)}</details>`,
    ),
  ];
  return page(`${document.info.title} API`, body.join('\n'));
}

function entriesOf(document: OpenAPIObject): readonly Entry[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method] !== undefined).map((method) => ({
      method: method.toUpperCase(),
      path,
      operation: Operation.parse(item[method]),
    })),
  );
}

function shown({ method, path, operation }: Entry): string {
  const { summary, description, parameters, requestBody, responses } = operation;
  return [
    `<details id="${escaped(operation.operationId)}">`,
    `<summary><span class="method">${method}</span> <code>${escaped(path)}</code> <span class="soft">${escaped(summary)}</span></summary>`,
    prose(description),
    parameters.length > 0 ? parameterTable(parameters) : '',
    ...contents('Body', requestBody?.content ?? {}),
    ...Object.entries(responses).flatMap(([status, response]) => [
      `<p><strong>${escaped(status)}</strong></p>${prose(response.description)}`,
      ...(status.startsWith('2') ? contents('Answer', response.content) : []),
    ]),
    `<pre><code>${escaped(curlOf(method, path, operation))}</code></pre>`,
    '</details>',
  ].join('');
}

function parameterTable(parameters: Operation['parameters']): string {
  const rows = parameters.map(
    ({ name, in: place, required, description }) =>
      `<tr><td><code>${escaped(name)}</code>${required ? ' *' : ''}</td><td>${escaped(place)}</td><td>${prose(description)}</td></tr>`,
  );
  return `<table><tr><th>Parameter</th><th>In</th><th></th></tr>${rows.join('')}</table>`;
}

function contents(label: string, content: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(content).map(([type, media]) => {
    const { schema } = z.object({ schema: z.unknown() }).parse(media);
    return `<details><summary>${label}: <code>${escaped(type)}</code>${link(schema)}</summary>${json(media)}</details>`;
  });
}

function link(schema: unknown): string {
  const ref = z.object({ $ref: z.string() }).safeParse(schema);
  const name = ref.success ? ref.data.$ref.split('/').at(-1) : undefined;
  return name ? ` <a href="#schema-${escaped(name)}">${escaped(name)}</a>` : '';
}

function json(value: unknown): string {
  return `<pre><code>${escaped(JSON.stringify(value, undefined, 2))}</code></pre>`;
}
