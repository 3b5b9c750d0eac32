import { Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { expect, it } from 'vitest';
import { readSettings, SETTINGS } from '../../src/platform/config/settings.js';
import { DATABASE_URL } from '../../src/platform/database/database-url.js';
import { JOB_QUEUE, type JobQueue } from '../../src/platform/queue/job-queue.js';
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
    ],
    exports: [SETTINGS, DATABASE_URL],
  })
  class SettingsModule {}
  @Module({ imports: [SettingsModule, QueueModule] })
  class AppModule {}
  const app = await NestFactory.createApplicationContext(AppModule, { logger: false });
  const queue = app.get<JobQueue>(JOB_QUEUE);
  const ended: string[] = [];
  await queue.work(new Map([['lock', async ({ id }) => void ended.push(id)]]), { concurrency: 1 });

  await queue.add('lock', {}, { id: 'a-1' });
  await until(() => ended.length === 1);
  await app.close();

  await expect(queue.ping()).rejects.toMatchObject({ name: 'QueueUnavailable' });
  await database.drop();
});
