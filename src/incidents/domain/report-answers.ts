import { incidentWaveOf, type Wave } from './second-wave.js';
import type { ReportFacts } from './report-facts.js';
import { count, duration, firstOf, moment, some } from './report-words.js';
import type { Answer, IncidentReport } from './report.js';

type Parts = Pick<IncidentReport, 'leadWindow' | 'passwords' | 'mail' | 'actions' | 'secondWave'>;

/** Findings of password audits that say that what is stored can be read, or used as it is. */
const IN_CLEAR: ReadonlySet<string> = new Set([
  'cleartext-password',
  'reversible-encryption',
  'cram-md5-stored',
]);

/** Findings that say that the password can be guessed, or is known. */
const GUESSABLE: ReadonlySet<string> = new Set([
  'empty-password',
  'name-as-password',
  'default-computer-password',
  'guessed-password',
  'breached-password',
  'shared-password',
  'policy-violation',
  'lm-hash',
]);

/** Whether a finding says that the stored password can be read. */
export function isInClear({ finding }: { readonly finding: string }): boolean {
  return IN_CLEAR.has(finding);
}

/** Whether a finding says that the password can be guessed, or is known. */
export function isWeak({ finding }: { readonly finding: string }): boolean {
  return GUESSABLE.has(finding);
}

/** The ten questions of the case, answered for an incident. */
export function answersOf(facts: ReportFacts, parts: Parts): Answer[] {
  const { commonPoints } = facts;
  const [point, ...morePoints] = commonPoints.points;
  const { summary } = facts.incident;
  return [
    ask(
      1,
      'Which accounts are used from addresses that keep changing, in many places?',
      `${some(summary.accounts, 'account')}, from ${some(summary.addresses, 'address', 'addresses')} in ${some(summary.networks, 'network')}${summary.countries.length > 0 ? ` and ${some(summary.countries.length, 'country', 'countries')}` : ''}; up to ${some(peak(facts), 'address', 'addresses')} in one minute.`,
      [
        firstOf(
          facts.members
            .toSorted((a, b) => b.footprint.addressCount - a.footprint.addressCount)
            .map(({ login, footprint }) => `${login} (${count(footprint.addressCount)})`),
          12,
        ),
      ],
    ),
    ask(2, 'Does the sender exist, and is it the account that signed in?', ...senders(facts)),
    ask(3, 'Which passwords are weak?', ...passwords(facts, parts)),
    ask(
      4,
      'What do these accounts share, and the others not?',
      point
        ? point.sentence
        : `Nothing that stands out among ${count(commonPoints.tested)} traits, compared with ${some(commonPoints.others, 'other account')}.`,
      [
        ...morePoints.slice(0, 5).map(({ sentence }) => sentence),
        ...(point
          ? [
              `Lift ${point.lift.toFixed(1)}, p ${scientific(point.pValue)} (Fisher's exact test), q ${scientific(point.qValue)} for ${some(commonPoints.tested, 'trait')} (Benjamini and Hochberg).`,
            ]
          : []),
        ...(commonPoints.isSample
          ? [`The others are a sample of ${count(commonPoints.others)}.`]
          : []),
      ],
    ),
    ask(5, 'Is one place storing credentials in clear?', ...storage(facts, parts)),
    ask(6, 'When did the attackers begin to set up?', parts.leadWindow.sentence),
    ask(
      7,
      'Did a second wave follow the remedy, and which end points are infected?',
      parts.secondWave.sentence,
      recurrences(facts),
    ),
    ask(8, 'Is an outgoing address on a blacklist, and since when?', ...blacklists(facts)),
    ask(9, 'Were the passwords changed?', ...remedies(facts, parts)),
    ask(10, 'Was it one campaign or several?', ...campaigns(facts)),
  ];
}

/** A small number for people: "2.1e-18". */
export function scientific(value: number): string {
  return value === 0 ? 'below 1e-300' : value < 0.001 ? value.toExponential(1) : value.toFixed(3);
}

function ask(
  number: number,
  question: string,
  answer: string,
  details: readonly string[] = [],
): Answer {
  return { number, question, answer, details: details.filter((detail) => detail !== '') };
}

function peak({ series }: ReportFacts): number {
  return series.addressesAMinute.reduce((most, { value }) => Math.max(most, value), 0);
}

type Reply = readonly [answer: string, details?: readonly string[]];

function senders({ senders: seen, incident }: ReportFacts): Reply {
  if (incident.summary.messages === 0) return ['The intruders sent no mail.'];
  const of = (detector: string) => seen.find((found) => found.detector === detector);
  const [invented, foreign] = [of('sender-nonexistent'), of('sender-mismatch')];
  if (!invented && !foreign)
    return ['The senders are those of the accounts, as far as the directories say.'];
  return [
    [
      invented &&
        `${some(invented.accounts, 'account')} sent in the name of addresses that don't exist.`,
      foreign && `${some(foreign.accounts, 'account')} sent in the name of other accounts.`,
    ]
      .filter(Boolean)
      .join(' '),
    [...(invented?.examples ?? []), ...(foreign?.examples ?? [])].slice(0, 5),
  ];
}

function passwords({ members }: ReportFacts, { passwords: seen }: Parts): Reply {
  if (seen.audited === null)
    return ['Not known: no password audit has looked at them. Run one (POST /v1/password-audits).'];
  const weak = members.filter(({ findings }) => findings.some(isWeak));
  return [
    `${some(seen.weak, 'password')} of ${count(seen.audited)} ${seen.weak === 1 ? 'is' : 'are'} weak by the last audit.`,
    [
      firstOf(
        weak.map(
          ({ login, findings }) =>
            `${login} (${findings
              .filter(isWeak)
              .map(({ finding }) => finding)
              .join(', ')})`,
        ),
        12,
      ),
    ],
  ];
}

function storage({ commonPoints }: ReportFacts, { passwords: seen }: Parts): Reply {
  const where = commonPoints.points.find(({ attribute }) => attribute === 'server');
  const look = where
    ? `Look on ${where.value}: ${where.sentence} Old filters, webmail and backup scripts there may keep passwords.`
    : '';
  if (seen.storedInClear > 0)
    return [
      `Yes: of ${some(seen.storedInClear, 'account')} of this incident the directory stores the password so that it can be read.`,
      [look],
    ];
  const answer =
    seen.audited === null
      ? 'Not known: no password audit has looked. Authwarden itself stores no password.'
      : 'No audit found one in a directory. Authwarden itself stores no password.';
  return [answer, [look]];
}

function recurrences({ members }: ReportFacts): string[] {
  return members.flatMap(({ login, wave }) =>
    wave?.state === 'recurred'
      ? `${login}: misused again at ${moment(wave.recurredAt ?? 0)} from ${firstOf(wave.intruders, 3)}; the new password was typed in at ${firstOf(wave.endPoints, 5) || 'an end point that no log names'}.`
      : [],
  );
}

function blacklists({ blacklists: { watched, listings } }: ReportFacts): Reply {
  if (watched === 0)
    return [
      'Not known: no outgoing address is watched. Name them (PUT /v1/blacklist-monitor) and check.',
    ];
  const now = listings.filter(({ until }) => until === null);
  const lines = listings.map(
    ({ address, zone, since, until, reason }) =>
      `${address} in ${zone} since ${moment(since)}${until === null ? '' : `, until ${moment(until)}`}${reason === null ? '' : `: ${reason}`}`,
  );
  if (now.length > 0)
    return [
      `Yes: ${some(now.length, 'listing')} of ${some(watched, 'address', 'addresses')}.`,
      lines,
    ];
  return [
    `No: none of ${some(watched, 'address', 'addresses')} is listed now.`,
    lines.length > 0 ? ['It was:', ...lines] : [],
  ];
}

function remedies({ members }: ReportFacts, { actions }: Parts): Reply {
  const done = members.filter(({ remediatedAt }) => remediatedAt !== undefined).length;
  return [
    `${count(done)} of ${some(members.length, 'account')} of this incident were locked or got a new password.`,
    actions.map(({ operation, status, count: times }) => `${operation} ${status}: ${count(times)}`),
  ];
}

function campaigns({ members, otherIncidents }: ReportFacts): Reply {
  const tied = members.filter(({ sharedNetworks }) => sharedNetworks > 0).length;
  const joined =
    members.length === 1
      ? 'One account, tied to no other.'
      : `One: ${count(tied)} of its ${some(members.length, 'account')} were used from networks that the intruders used on others of them${tied < members.length ? ', the rest at the same time and in the same way' : ''}.`;
  if (otherIncidents.length === 0) return [joined, ['No other incident falls into this time.']];
  return [
    `${joined} ${some(otherIncidents.length, 'other incident')} at the same time shared neither.`,
    otherIncidents.map(({ number, title }) => `Incident ${number}: ${title}`),
  ];
}

/** What all accounts' watches say. */
export function secondWaveOf(members: readonly { readonly wave: Wave | undefined }[]) {
  return incidentWaveOf(members.map(({ wave }) => wave ?? { state: 'none', ownerSeen: false }));
}

/** From the first sign-in to the first abuse, in words. */
export function leadWindowOf({ members, incident }: ReportFacts): IncidentReport['leadWindow'] {
  const first = members.reduce((a, b) => (b.footprint.first < a.footprint.first ? b : a));
  const signIn = Date.parse(incident.summary.firstSignInAt);
  const { firstAbuseAt } = incident.summary;
  const base = { firstSignInAt: incident.summary.firstSignInAt, firstAccount: first.login };
  const began = `They first signed in at ${moment(signIn)}, to ${first.login}`;
  if (firstAbuseAt === null)
    return { ...base, firstAbuseAt, minutes: null, sentence: `${began}, and sent no mail so far.` };
  const ms = Math.max(0, Date.parse(firstAbuseAt) - signIn);
  const accounts = members.filter(({ footprint }) => footprint.first < Date.parse(firstAbuseAt));
  return {
    ...base,
    firstAbuseAt,
    minutes: Math.floor(ms / 60_000),
    sentence: `${began}, ${duration(ms)} before the first message at ${moment(firstAbuseAt)}; by then they had tried ${some(accounts.length, 'account')}.`,
  };
}
