import { type DynamicModule, Module } from '@nestjs/common';
import { AccountsModule } from './accounts/accounts.module.js';
import { AlertsModule } from './alerts/alerts.module.js';
import { AuditLogModule } from './audit-log/audit-log.module.js';
import { AuthModule } from './auth/auth.module.js';
import { DiagnosticsModule } from './diagnostics/diagnostics.module.js';
import { DirectoriesModule } from './directories/directories.module.js';
import { EventsModule } from './events/events.module.js';
import { IncidentsModule } from './incidents/incidents.module.js';
import { HelpdeskModule } from './helpdesk/helpdesk.module.js';
import { CLOCK, systemClock } from './kernel/clock.js';
import { SETTINGS, type Settings } from './platform/config/settings.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { PasswordAuditsModule } from './passwords/audits/password-audits.module.js';
import { PasswordsModule } from './passwords/passwords.module.js';
import { GeoipModule } from './platform/geoip/geoip.module.js';
import { HappeningsModule } from './platform/happenings/happenings.module.js';
import { HealthModule } from './platform/health/health.module.js';
import { HttpModule } from './platform/http/http.module.js';
import { MetricsModule } from './platform/metrics/metrics.module.js';
import { OutboundModule } from './platform/outbound/outbound.module.js';
import { QueueModule } from './platform/queue/queue.module.js';
import { ResetCampaignsModule } from './response/reset-campaigns.module.js';
import { ResponseModule } from './response/response.module.js';
import { RiskModule } from './risk/risk.module.js';
import { SchedulesModule } from './schedules/schedules.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

/** The features, each of which knows only what it needs. */
const FEATURES = [
  AuthModule,
  AuditLogModule,
  AccountsModule,
  AlertsModule,
  DiagnosticsModule,
  DirectoriesModule,
  EventsModule,
  IncidentsModule,
  HelpdeskModule,
  PasswordAuditsModule,
  PasswordsModule,
  ResetCampaignsModule,
  ResponseModule,
  RiskModule,
  WebhooksModule,
  SchedulesModule,
];

/** The whole service: with `main.ts` the only place that knows every part. */
@Module({})
export class AppModule {
  static with({
    settings,
    databaseUrl,
  }: {
    readonly settings: Settings;
    readonly databaseUrl: string;
  }): DynamicModule {
    return {
      module: AppModule,
      global: true,
      imports: [
        DatabaseModule.at(databaseUrl),
        HttpModule,
        HealthModule,
        MetricsModule,
        QueueModule,
        GeoipModule,
        HappeningsModule,
        OutboundModule,
        ...FEATURES,
      ],
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: CLOCK, useValue: systemClock },
      ],
      exports: [SETTINGS, CLOCK],
    };
  }
}
