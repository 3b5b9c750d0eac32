import { titleOf } from './incident-summary.js';
import { nextSteps } from './next-steps.js';
import { answersOf, isInClear, isWeak, leadWindowOf, secondWaveOf } from './report-answers.js';
import type { MemberFacts, ReportFacts } from './report-facts.js';
import { moment, some } from './report-words.js';
import type { IncidentReport, ReportAccount, TimelineEntry } from './report.js';

const MOST_TIMELINE_ACCOUNTS = 20;
const MOST_NAME = 80;

/** Makes the report of an incident from all that is known of it. Pure. */
export function buildReport(all: ReportFacts): IncidentReport {
  const { incident, members } = all;
  // In sentences a hostile name of hundreds of characters would bury the rest.
  const facts = { ...all, members: members.map(withShortName) };
  const { summary, openedAt, closedAt, ...names } = incident;
  const uses = members.flatMap(({ footprint }) => footprint.uses);
  const total = (of: (use: (typeof uses)[number]) => number) =>
    uses.reduce((sum, use) => sum + of(use), 0);
  const parts = {
    accounts: members.map(toAccount).sort((a, b) => (a.firstAt < b.firstAt ? -1 : 1)),
    leadWindow: leadWindowOf(facts),
    passwords: {
      audited: facts.audited ?? null,
      weak: members.filter(({ findings }) => findings.some(isWeak)).length,
      storedInClear: members.filter(({ findings }) => findings.some(isInClear)).length,
    },
    mail: {
      messages: summary.messages,
      recipients: summary.recipients,
      rejectedRecipients: total(({ rejectedRecipients }) => rejectedRecipients),
      unnamedMessages: facts.unnamedMessages,
    },
    actions: actionsOf(members),
    secondWave: secondWaveOf(members),
  };
  return {
    madeAt: new Date(facts.madeAt).toISOString(),
    incident: {
      ...names,
      ...summary,
      title: titleOf(summary),
      openedAt: new Date(openedAt).toISOString(),
      closedAt: closedAt === undefined ? null : new Date(closedAt).toISOString(),
    },
    questions: answersOf(facts, parts),
    nextSteps: nextSteps(facts),
    ...parts,
    commonPoints: facts.commonPoints,
    countries: countriesOf(facts),
    places: facts.places,
    series: facts.series,
    blacklists: facts.blacklists,
    timeline: timelineOf(facts),
    alsoTouched: facts.alsoTouched,
    otherIncidents: facts.otherIncidents,
  };
}

function withShortName(member: MemberFacts): MemberFacts {
  const { login } = member;
  return login.length > MOST_NAME ? { ...member, login: `${login.slice(0, MOST_NAME)}…` } : member;
}

function toAccount(member: MemberFacts): ReportAccount {
  const { footprint, wave } = member;
  const sum = (of: (use: (typeof footprint.uses)[number]) => number) =>
    footprint.uses.reduce((total, use) => total + of(use), 0);
  const firstMessages = footprint.uses.flatMap(({ firstMessage }) => firstMessage ?? []);
  return {
    accountId: member.accountId,
    login: member.login,
    displayName: member.displayName,
    score: member.score,
    level: member.level,
    standing: member.standing,
    firstAt: new Date(footprint.first).toISOString(),
    lastAt: new Date(footprint.last).toISOString(),
    firstMessageAt:
      firstMessages.length > 0 ? new Date(Math.min(...firstMessages)).toISOString() : null,
    addresses: footprint.addressCount,
    countries: [...new Set(footprint.uses.flatMap(({ country }) => country ?? []))].sort(),
    messages: sum(({ messages }) => messages),
    recipients: sum(({ recipients }) => recipients),
    sharedNetworks: member.sharedNetworks,
    evidence: member.evidence,
    actions: member.actions.map(({ operation, status }) => `${operation} ${status}`),
    findings: member.findings.map(({ finding }) => finding),
    secondWave: wave?.state ?? 'none',
    endPoints: wave?.endPoints ?? [],
  };
}

function countriesOf({ members }: ReportFacts): IncidentReport['countries'] {
  const countries = new Map<
    string,
    { addresses: Set<string>; signIns: number; messages: number }
  >();
  for (const use of members.flatMap(({ footprint }) => footprint.uses)) {
    const key = use.country ?? '??';
    const seen = countries.get(key) ?? { addresses: new Set(), signIns: 0, messages: 0 };
    countries.set(key, seen);
    seen.addresses.add(use.address);
    seen.signIns += use.signIns;
    seen.messages += use.messages;
  }
  return [...countries]
    .map(([country, seen]) => ({ country, ...seen, addresses: seen.addresses.size }))
    .sort((a, b) => b.addresses - a.addresses || (a.country < b.country ? -1 : 1));
}

function actionsOf(members: readonly MemberFacts[]): IncidentReport['actions'] {
  const kinds = new Map<string, { operation: string; status: string; count: number; at: number }>();
  for (const { operation, status, at } of members.flatMap(({ actions }) => actions)) {
    const kind = kinds.get(`${operation} ${status}`) ?? { operation, status, count: 0, at };
    kinds.set(`${operation} ${status}`, kind);
    kind.count += 1;
    kind.at = Math.max(kind.at, at);
  }
  return [...kinds.values()].map(({ at, ...kind }) => ({
    ...kind,
    lastAt: new Date(at).toISOString(),
  }));
}

function timelineOf(facts: ReportFacts): TimelineEntry[] {
  const { incident, members, blacklists } = facts;
  const { summary } = incident;
  const log: [number, string][] = [
    [Date.parse(summary.firstSignInAt), 'First sign-in by the intruders.'],
    [Date.parse(summary.lastActivityAt), 'Last use by the intruders so far.'],
  ];
  if (summary.firstAbuseAt !== null)
    log.push([Date.parse(summary.firstAbuseAt), 'First message by the intruders.']);
  const byStart = [...members].sort((a, b) => a.footprint.first - b.footprint.first);
  for (const { login, footprint } of byStart.slice(0, MOST_TIMELINE_ACCOUNTS))
    log.push([footprint.first, `First sign-in to ${login}.`]);
  if (byStart.length > MOST_TIMELINE_ACCOUNTS)
    log.push([
      byStart[MOST_TIMELINE_ACCOUNTS]?.footprint.first ?? 0,
      `From here on ${some(byStart.length - MOST_TIMELINE_ACCOUNTS, 'more account')}.`,
    ]);
  for (const { login, wave } of members)
    if (wave?.state === 'recurred' && wave.recurredAt !== null)
      log.push([Date.parse(wave.recurredAt), `Second wave: ${login} is misused again.`]);

  const service: [number, string][] = [[incident.openedAt, 'The incident was opened.']];
  for (const { operation, status, count, lastAt } of actionsOf(members))
    service.push([
      Date.parse(lastAt),
      `${operation} ${status} for ${some(count, 'account')}; this is the last of them.`,
    ]);
  for (const { address, zone, since, until } of blacklists.listings) {
    service.push([Date.parse(since), `${address} was found in ${zone}.`]);
    if (until !== null)
      service.push([Date.parse(until), `${address} was found gone from ${zone}.`]);
  }
  if (incident.closedAt !== undefined) service.push([incident.closedAt, 'It was closed.']);
  const entries = (list: [number, string][], clock: 'log' | 'service') =>
    list
      .sort(([a], [b]) => a - b)
      .map(([at, what]) => ({ at: new Date(at).toISOString(), clock, what }));
  return [...entries(log, 'log'), ...entries(service, 'service')];
}

/** One line of the timeline, as text. */
export function timelineLine({ at, what }: TimelineEntry): string {
  return `${moment(at)}  ${what}`;
}
