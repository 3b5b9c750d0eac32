import { Global, Module } from '@nestjs/common';
import { DatabaseProbe } from '../database/database-probe.js';
import { HealthController } from './health.controller.js';
import { Readiness } from './readiness.js';

/** `/healthz` and `/readyz`; other modules register their probe with {@link Readiness}. */
@Global()
@Module({
  controllers: [HealthController],
  providers: [Readiness, DatabaseProbe],
  exports: [Readiness],
})
export class HealthModule {
  constructor(readiness: Readiness, database: DatabaseProbe) {
    readiness.register('database', () => database.ping());
  }
}
