import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/create-app.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { ADMIN_KEY } from '../http/api-client.js';
import { type Asking, askingAt } from './asking.js';

/** What every service of these specs is started with. */
export const ENVIRONMENT = {
  BOOTSTRAP_API_KEY: ADMIN_KEY,
  RATE_LIMIT: '0',
  SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
} as const;

/** The whole service in this process, on a database that somebody else drops. */
export interface Service {
  readonly app: NestFastifyApplication;
  readonly url: string;
  readonly ask: Asking;
  close(): Promise<void>;
}

/** Starts the service on a free port. */
export async function openService(
  databaseUrl: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Service> {
  const settings = readSettings({ ...ENVIRONMENT, LOG_LEVEL: 'silent', ...environment });
  const app = await createApp({ ...settings, DATABASE_URL: databaseUrl }, databaseUrl);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return { app, url, ask: askingAt(url), close: () => app.close() };
}
