import { Module } from '@nestjs/common';
import { AuditLogModule } from '../../audit-log/audit-log.module.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { BREACH_LIST } from '../domain/breach/breach-list.js';
import { BreachDirectory } from './breach-directory.js';
import { BreachImports } from './breach-import.service.js';
import { breachListDirectory } from './breach-list-directory.js';
import { BreachListStore } from './breach-list-store.js';
import { BreachListsController } from './breach-lists.controller.js';
import { BreachLists, RANGE_API } from './breach-lists.service.js';
import { RangeApi } from './range-api.js';

/** Lists of breached passwords. */
@Module({
  imports: [AuditLogModule],
  controllers: [BreachListsController],
  providers: [
    BreachImports,
    BreachLists,
    { provide: BREACH_LIST, useExisting: BreachLists },
    {
      provide: BreachListStore,
      inject: [SETTINGS, CLOCK],
      useFactory: (settings: Settings, clock: Clock) =>
        new BreachListStore(new BreachDirectory(breachListDirectory(settings)), clock),
    },
    {
      provide: RANGE_API,
      inject: [SETTINGS, CLOCK],
      useFactory: ({ BREACH_RANGE_URL, BREACH_RANGE_TIMEOUT_MS }: Settings, clock: Clock) =>
        BREACH_RANGE_URL === undefined
          ? undefined
          : new RangeApi({ url: BREACH_RANGE_URL, timeoutMs: BREACH_RANGE_TIMEOUT_MS }, clock),
    },
  ],
  exports: [BREACH_LIST, BreachLists],
})
export class BreachListsModule {}
