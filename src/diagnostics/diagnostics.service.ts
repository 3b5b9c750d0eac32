import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { GeoLocator } from '../platform/geoip/geo-locator.js';
import { Readiness } from '../platform/health/readiness.js';
import { ResponsePolicyService } from '../response/response-policy.service.js';
import { Database } from '../platform/database/database.js';
import { DiagnosticsReadModel } from './diagnostics.read-model.js';

/** Clocks further apart than this make "since when" wrong by as much. */
const MOST_SKEW_MS = 2_000;
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** One thing that was looked at. */
export interface Check {
  readonly id: string;
  readonly status: 'ok' | 'warning' | 'failed';
  readonly detail: string;
  /** What to do; null where there is nothing to mend. */
  readonly mend: string | null;
}

/** Looks at everything that the service itself depends on. */
@Injectable()
export class DiagnosticsService {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly readiness: Readiness,
    private readonly places: GeoLocator,
    private readonly policies: ResponsePolicyService,
    private readonly database: Database,
    private readonly reading: DiagnosticsReadModel,
  ) {}

  async examine(): Promise<Check[]> {
    const failures = new Set((await this.readiness.failures()).map(({ part }) => part));
    return [
      this.secretsKey(),
      this.address(),
      ...(failures.has('database')
        ? [failed('database', 'does not answer', 'Check DATABASE_URL and whether PostgreSQL runs.')]
        : await this.databaseChecks()),
      failures.has('queue')
        ? failed('queue', 'does not answer', 'Check REDIS_URL and whether Redis runs.')
        : ok(
            'queue',
            `answers, in ${this.settings.REDIS_URL === undefined ? 'PostgreSQL' : 'Redis'}`,
          ),
      this.geolocation(),
      ...(failures.has('database') ? [] : [await this.response()]),
    ];
  }

  private secretsKey(): Check {
    const { DATABASE_URL, SECRETS_KEY } = this.settings;
    return DATABASE_URL !== undefined && SECRETS_KEY === undefined
      ? warning(
          'settings',
          'SECRETS_KEY is not set, so no credential of a directory or helpdesk can be stored',
          'Set SECRETS_KEY to the output of `openssl rand -base64 32`, the same for every process.',
        )
      : ok('settings', 'complete');
  }

  private address(): Check {
    const { HOST } = this.settings;
    return LOOPBACK.has(HOST)
      ? ok('address', `listens on ${HOST}`)
      : warning(
          'address',
          `listens on ${HOST} without TLS of its own`,
          'Put a proxy with TLS in front of it, and let nothing else reach the port.',
        );
  }

  private async databaseChecks(): Promise<Check[]> {
    const before = this.clock.now().getTime();
    const { now, version } = await this.reading.database();
    const after = this.clock.now().getTime();
    const skew = now < before ? before - now : Math.max(0, now - after);
    return [
      ok('database', `PostgreSQL ${version} answers in ${after - before} ms`),
      skew > MOST_SKEW_MS
        ? warning(
            'clock',
            `${Math.round(skew / 1_000)} s off the database's`,
            'Let NTP set the clocks of both machines.',
          )
        : ok('clock', "agrees with the database's"),
    ];
  }

  private geolocation(): Check {
    const { city, asn } = this.places.description;
    const providers = asn === undefined ? 'providers are guessed by /16' : `providers by ${asn}`;
    return city === undefined
      ? warning(
          'geolocation',
          `no database of places: countries and distances are unknown; ${providers}`,
          'Install the optional packages, or set GEOIP_CITY_DB to an MMDB file.',
        )
      : ok(
          'geolocation',
          `${city}; ${providers}${asn === undefined ? ' (GEOIP_ASN_DB would tell)' : ''}`,
        );
  }

  private async response(): Promise<Check> {
    const { policy, stop } = await this.policies.read(this.database.direct);
    return stop === undefined
      ? ok('response', `mode ${policy.mode}`)
      : warning(
          'response',
          'the stop switch is pulled: nothing is done',
          'POST /v1/response-policy/resume releases it.',
        );
  }
}

function ok(id: string, detail: string): Check {
  return { id, status: 'ok', detail, mend: null };
}

function warning(id: string, detail: string, mend: string): Check {
  return { id, status: 'warning', detail, mend };
}

function failed(id: string, detail: string, mend: string): Check {
  return { id, status: 'failed', detail, mend };
}
