import type { CommonPoint } from './common-points.js';
import type { IncidentSummary } from './incident-summary.js';
import type { IncidentStatus } from './incident.js';
import type { WaveState } from './second-wave.js';

/** A question of the case, answered. */
export interface Answer {
  readonly number: number;
  readonly question: string;
  /** One or two sentences. */
  readonly answer: string;
  /** What it rests on. */
  readonly details: readonly string[];
}

/** One thing that happened. */
export interface TimelineEntry {
  /** ISO 8601. */
  readonly at: string;
  /** `log`: the time that the servers logged. `service`: Authwarden's own clock. */
  readonly clock: 'log' | 'service';
  readonly what: string;
}

/** An account with the evidence against its intruders. */
export interface ReportAccount {
  readonly accountId: string;
  readonly login: string;
  readonly displayName: string | null;
  readonly score: number;
  readonly level: string;
  readonly standing: string;
  /** First and last use by the intruders, ISO 8601. */
  readonly firstAt: string;
  readonly lastAt: string;
  readonly firstMessageAt: string | null;
  readonly addresses: number;
  readonly countries: readonly string[];
  readonly messages: number;
  readonly recipients: number;
  readonly sharedNetworks: number;
  /** The strongest signals, in words. */
  readonly evidence: readonly string[];
  /** What was done: "force-reset applied". */
  readonly actions: readonly string[];
  readonly findings: readonly string[];
  readonly secondWave: WaveState;
  readonly endPoints: readonly string[];
}

/** A place that intruders came from. */
export interface ReportPlace {
  readonly latitude: number;
  readonly longitude: number;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly city: string | null;
  readonly addresses: number;
  readonly signIns: number;
}

/** A bar of a chart. */
export interface Bar {
  /** Start of the bar, ISO 8601. */
  readonly at: string;
  readonly value: number;
}

/** All that is known of an incident, in the order in which a postmaster asks. */
export interface IncidentReport {
  /** ISO 8601. */
  readonly madeAt: string;
  readonly incident: IncidentSummary & {
    readonly id: string;
    readonly number: number;
    readonly status: IncidentStatus;
    readonly title: string;
    readonly openedAt: string;
    readonly closedAt: string | null;
  };
  readonly questions: readonly Answer[];
  readonly nextSteps: readonly string[];
  readonly leadWindow: {
    readonly firstSignInAt: string;
    /** Login of the account that was signed in to first. */
    readonly firstAccount: string;
    readonly firstAbuseAt: string | null;
    readonly minutes: number | null;
    readonly sentence: string;
  };
  readonly commonPoints: {
    readonly points: readonly CommonPoint[];
    readonly tested: number;
    /** Accounts that they were compared with. */
    readonly others: number;
    /** Whether those are a sample of all. */
    readonly isSample: boolean;
  };
  readonly countries: readonly {
    readonly country: string;
    readonly addresses: number;
    readonly signIns: number;
    readonly messages: number;
  }[];
  readonly places: readonly ReportPlace[];
  readonly series: {
    /** Width of a bar of `addressesAMinute`; its value is the largest minute within. */
    readonly binMinutes: number;
    readonly addressesAMinute: readonly Bar[];
    /** Width of a bar of `messagesAnHour`; its value is the mean for an hour. */
    readonly binHours: number;
    readonly messagesAnHour: readonly Bar[];
  };
  readonly mail: {
    readonly messages: number;
    readonly recipients: number;
    readonly rejectedRecipients: number;
    /** Messages from the intruders' addresses whose log line named no account. */
    readonly unnamedMessages: number;
  };
  readonly passwords: {
    /** Accounts of the incident that a password audit has looked at; null without any audit. */
    readonly audited: number | null;
    readonly weak: number;
    readonly storedInClear: number;
  };
  readonly blacklists: {
    /** Outgoing addresses that are watched. */
    readonly watched: number;
    readonly listings: readonly {
      readonly address: string;
      readonly zone: string;
      readonly since: string;
      readonly until: string | null;
      readonly reason: string | null;
    }[];
  };
  readonly actions: readonly {
    readonly operation: string;
    readonly status: string;
    readonly count: number;
    readonly lastAt: string;
  }[];
  readonly secondWave: { readonly state: WaveState; readonly sentence: string };
  readonly timeline: readonly TimelineEntry[];
  /** The one misused first comes first. */
  readonly accounts: readonly ReportAccount[];
  /** Accounts outside of the incident that were signed in to from the intruders' addresses. */
  readonly alsoTouched: readonly {
    readonly accountId: string;
    readonly login: string;
    readonly addresses: number;
    readonly firstAt: string;
  }[];
  /** Other incidents within the same time. */
  readonly otherIncidents: readonly {
    readonly id: string;
    readonly number: number;
    readonly title: string;
  }[];
}
