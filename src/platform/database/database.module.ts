import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Database } from './database.js';
import { databaseOptions } from './database-options.js';
import { DATABASE_URL } from './database-url.js';

/** Connects to the PostgreSQL at `url` and brings its schema up to date before anything else starts. */
@Module({})
export class DatabaseModule {
  static at(url: string): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      imports: [
        TypeOrmModule.forRoot({
          ...databaseOptions(url),
          autoLoadEntities: true,
          retryAttempts: 0,
        }),
      ],
      providers: [Database, { provide: DATABASE_URL, useValue: url }],
      exports: [Database, DATABASE_URL, TypeOrmModule],
    };
  }
}
