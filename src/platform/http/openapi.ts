import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { describeOperations } from './openapi-operations.js';
import { schemaOf } from './openapi-schema.js';
import { ProblemView } from './problem.js';

/** The OpenAPI 3.1 document of everything that the application answers. */
export function openApiOf(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Authwarden')
    .setVersion('1')
    .setDescription(
      'Finds the accounts that somebody else is using, proves it, and takes them back. ' +
        'Times are ISO 8601 in UTC, ids are UUIDv7, errors are RFC 9457 problems. ' +
        'Writes take an `Idempotency-Key`.',
    )
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key, or a JWT.' })
    .build();
  const document = SwaggerModule.createDocument(app, config);
  const { schemas = {} } = document.components ?? {};
  document.components = {
    ...document.components,
    schemas: { ...schemas, Problem: schemaOf(ProblemView) },
  };
  describeOperations(document);
  return document;
}

/** {@link openApiOf} as it is committed in `docs/openapi.json`. */
export function openApiText(app: INestApplication): string {
  return `${JSON.stringify(openApiOf(app), undefined, 1)}\n`;
}
