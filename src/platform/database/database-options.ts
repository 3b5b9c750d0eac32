import type { DataSourceOptions } from 'typeorm';
import { FirstSchema1779500000000 } from '../../../migrations/1779500000000-first-schema.js';
import { Suppressors1779601000000 } from '../../../migrations/1779601000000-suppressors.js';
import { SourceScores1779601000001 } from '../../../migrations/1779601000001-source-scores.js';
import { SignInDays1779601000002 } from '../../../migrations/1779601000002-sign-in-days.js';
import { Incidents1779603000000 } from '../../../migrations/1779603000000-incidents.js';
import { Blacklists1779603000001 } from '../../../migrations/1779603000001-blacklists.js';
import { Replays1779603000002 } from '../../../migrations/1779603000002-replays.js';
import { PasswordPolicies1779604000000 } from '../../../migrations/1779604000000-password-policies.js';
import { PasswordHistory1779604000001 } from '../../../migrations/1779604000001-password-history.js';
import { Schedules1779605000000 } from '../../../migrations/1779605000000-schedules.js';
import { PasswordFindings1779605000001 } from '../../../migrations/1779605000001-password-findings.js';
import { PasswordAudits1779605000002 } from '../../../migrations/1779605000002-password-audits.js';
import { AccountDirectoryFields1779606000000 } from '../../../migrations/1779606000000-account-directory-fields.js';
import { DirectorySyncCursor1779606000001 } from '../../../migrations/1779606000001-directory-sync-cursor.js';
import { ResponseRails1779607000000 } from '../../../migrations/1779607000000-response-rails.js';
import { ResetCampaigns1779607000001 } from '../../../migrations/1779607000001-reset-campaigns.js';
import { TemporaryPasswords1779607000002 } from '../../../migrations/1779607000002-temporary-passwords.js';
import { Happenings1779608000000 } from '../../../migrations/1779608000000-happenings.js';
import { Helpdesk1779608000001 } from '../../../migrations/1779608000001-helpdesk.js';
import { HelpdeskCounter1779608000002 } from '../../../migrations/1779608000002-helpdesk-counter.js';
import { Webhooks1779608000003 } from '../../../migrations/1779608000003-webhooks.js';
import { HelpdeskInbound1779608000004 } from '../../../migrations/1779608000004-helpdesk-inbound.js';
import { Alerts1779608000005 } from '../../../migrations/1779608000005-alerts.js';
import { CallerAttributes1779608000008 } from '../../../migrations/1779608000008-caller-attributes.js';
import { HelpdeskHooks1779608000007 } from '../../../migrations/1779608000007-helpdesk-hooks.js';
import { SecurityEventTransmitters1779608000006 } from '../../../migrations/1779608000006-security-event-transmitters.js';
import { EventMechanism1779609000000 } from '../../../migrations/1779609000000-event-mechanism.js';
import { KnownGoodHistory1779610000000 } from '../../../migrations/1779610000000-known-good-history.js';
import { Notices1779610000001 } from '../../../migrations/1779610000001-notices.js';

/** Migrations in the order in which they run. */
const MIGRATIONS = [
  FirstSchema1779500000000,
  Suppressors1779601000000,
  SourceScores1779601000001,
  SignInDays1779601000002,
  Incidents1779603000000,
  Blacklists1779603000001,
  Replays1779603000002,
  PasswordPolicies1779604000000,
  PasswordHistory1779604000001,
  Schedules1779605000000,
  PasswordFindings1779605000001,
  PasswordAudits1779605000002,
  AccountDirectoryFields1779606000000,
  DirectorySyncCursor1779606000001,
  ResponseRails1779607000000,
  ResetCampaigns1779607000001,
  TemporaryPasswords1779607000002,
  Happenings1779608000000,
  Helpdesk1779608000001,
  HelpdeskCounter1779608000002,
  Webhooks1779608000003,
  HelpdeskInbound1779608000004,
  Alerts1779608000005,
  SecurityEventTransmitters1779608000006,
  HelpdeskHooks1779608000007,
  CallerAttributes1779608000008,
  EventMechanism1779609000000,
  KnownGoodHistory1779610000000,
  Notices1779610000001,
];

/** How TypeORM reaches the PostgreSQL at `url`. Migrations run each in its own transaction. */
export function databaseOptions(url: string) {
  return {
    type: 'postgres',
    url,
    applicationName: 'authwarden',
    migrations: MIGRATIONS,
    migrationsTransactionMode: 'each',
    synchronize: false,
    poolSize: 12,
    connectTimeoutMS: 5_000,
    extra: { options: '-c timezone=UTC' },
  } satisfies DataSourceOptions;
}
