import 'reflect-metadata';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { readSettings, type Settings } from './platform/config/settings.js';
import { openHttpApplication } from './platform/http/http-application.js';

/**
 * The whole service on the database at the URL, its schema migrated; `listen` starts it.
 *
 * @throws whatever keeps a part from being made: the database, the queue
 */
export function createApp(
  settings: Settings,
  databaseUrl: string,
): Promise<NestFastifyApplication> {
  return openHttpApplication(AppModule.with({ settings, databaseUrl }), settings);
}

/** The shape of the service with nothing instantiated, and so without a database: for documents. */
export function previewApp(): Promise<INestApplication> {
  const module = AppModule.with({ settings: readSettings({}), databaseUrl: 'postgres://none' });
  return NestFactory.create(module, new FastifyAdapter(), {
    preview: true,
    abortOnError: false,
    logger: false,
  });
}
