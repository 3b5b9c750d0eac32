import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AfterCommit } from './after-commit.js';
import { Database } from './database.js';
import { databaseOptions } from './database-options.js';
import { DATABASE_URL } from './database-url.js';
import { migrated } from './migrate.js';
import { SingleFlight } from './single-flight.js';

/** Connects to the PostgreSQL at `url` and brings its schema up to date before anything else starts. */
@Module({})
export class DatabaseModule {
  static at(url: string): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => ({
            ...databaseOptions(url),
            autoLoadEntities: true,
            retryAttempts: 0,
          }),
          dataSourceFactory: async (options) => {
            if (!options) throw new Error('TypeORM gave no options to open the database with');
            return migrated(await new DataSource(options).initialize());
          },
        }),
      ],
      providers: [AfterCommit, Database, SingleFlight, { provide: DATABASE_URL, useValue: url }],
      exports: [AfterCommit, Database, SingleFlight, DATABASE_URL, TypeOrmModule],
    };
  }
}
