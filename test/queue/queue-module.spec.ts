import { Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { expect, it } from 'vitest';
import { readSettings, SETTINGS } from '../../src/platform/config/settings.js';
import { DATABASE_URL } from '../../src/platform/database/database-url.js';
import { Readiness } from '../../src/platform/health/readiness.js';
import { Metrics } from '../../src/platform/metrics/metrics.js';
import { JOB_QUEUE, type JobQueue } from '../../src/platform/queue/job-queue.js';
import { JobRegistry } from '../../src/platform/queue/job-registry.js';
import { QueueModule } from '../../src/platform/queue/queue.module.js';
import { createDatabase } from '../servers/postgres.js';
import { until } from '../until.js';

it('the queue module provides a queue in the database, and ends its work with the process', async () => {
  const database = await createDatabase();
  @Global()
  @Module({
    providers: [
      { provide: SETTINGS, useValue: readSettings({}) },
      { provide: DATABASE_URL, useValue: database.url },
      Metrics,
      Readiness,
    ],
    exports: [SETTINGS, DATABASE_URL, Metrics, Readiness],
  })
  class SettingsModule {}
  @Module({ imports: [SettingsModule, QueueModule] })
  class AppModule {}
  const app = await NestFactory.createApplicationContext(AppModule, {
    logger: false,
    abortOnError: false,
  });
  const queue = app.get<JobQueue>(JOB_QUEUE);
  const ended: string[] = [];
  app.get(JobRegistry).add('lock', async ({ id }) => void ended.push(id));

  await queue.add('lock', {}, { id: 'a-1' });
  await until(() => ended.length === 1);
  await app.close();

  await expect(queue.ping()).rejects.toMatchObject({ name: 'QueueUnavailable' });
  await database.drop();
});
