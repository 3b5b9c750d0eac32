import type { Footprint } from './footprint.js';
import type { IncidentSummary } from './incident-summary.js';
import type { IncidentStatus } from './incident.js';
import type { Bar, IncidentReport, ReportPlace } from './report.js';
import type { Wave } from './second-wave.js';

/** Of an account, what its line in the report is made from. Times are milliseconds. */
export interface MemberFacts {
  readonly accountId: string;
  readonly login: string;
  readonly displayName: string | null;
  readonly score: number;
  readonly level: string;
  readonly standing: string;
  readonly sharedNetworks: number;
  readonly joinedAt: number;
  readonly remediatedAt: number | undefined;
  readonly wave: Wave | undefined;
  readonly footprint: Footprint;
  /** The strongest signals, in words. */
  readonly evidence: readonly string[];
  readonly actions: readonly {
    readonly operation: string;
    readonly status: string;
    readonly at: number;
  }[];
  readonly findings: readonly { readonly finding: string; readonly severity: string }[];
}

/** All that a report is made from. */
export interface ReportFacts {
  readonly madeAt: number;
  readonly incident: {
    readonly id: string;
    readonly number: number;
    readonly status: IncidentStatus;
    readonly openedAt: number;
    readonly closedAt: number | undefined;
    readonly summary: IncidentSummary;
  };
  readonly members: readonly MemberFacts[];
  readonly places: readonly ReportPlace[];
  readonly commonPoints: IncidentReport['commonPoints'];
  readonly senders: readonly {
    readonly detector: string;
    readonly accounts: number;
    readonly examples: readonly string[];
  }[];
  readonly series: {
    readonly binMinutes: number;
    readonly addressesAMinute: readonly Bar[];
    readonly binHours: number;
    readonly messagesAnHour: readonly Bar[];
  };
  readonly unnamedMessages: number;
  readonly alsoTouched: IncidentReport['alsoTouched'];
  readonly otherIncidents: IncidentReport['otherIncidents'];
  readonly blacklists: IncidentReport['blacklists'];
  /** Accounts that a finished password audit has looked at; undefined without any audit. */
  readonly audited: number | undefined;
}
