import { isWeak, secondWaveOf } from './report-answers.js';
import type { ReportFacts } from './report-facts.js';
import { count, firstOf, some } from './report-words.js';

/** What to do next, the most urgent first. */
export function nextSteps(facts: ReportFacts): string[] {
  const { members, commonPoints, blacklists, alsoTouched, audited, incident } = facts;
  const steps: string[] = [];
  const open = members.filter(({ remediatedAt }) => remediatedAt === undefined);
  const waiting = open.filter(({ actions }) =>
    actions.some(({ status }) => status === 'awaiting-approval'),
  );
  if (waiting.length > 0)
    steps.push(
      `Approve or reject what waits for ${some(waiting.length, 'account')}: GET /v1/actions?status=awaiting-approval.`,
    );
  const rest = open.length - waiting.length;
  if (rest > 0)
    steps.push(
      `Reset ${some(rest, 'account')} that nothing was done about yet: ${firstOf(
        open.filter((member) => !waiting.includes(member)).map(({ login }) => login),
        5,
      )}.`,
    );
  const recurred = members.filter(({ wave }) => wave?.state === 'recurred');
  if (recurred.length > 0)
    steps.push(
      `Clean the end points before another reset: ${firstOf(
        recurred.map(
          ({ login, wave }) => `${login} at ${firstOf(wave?.endPoints ?? [], 3) || '?'}`,
        ),
        10,
      )}.`,
    );
  const [point] = commonPoints.points;
  if (point) {
    const others = Math.max(0, point.othersWith);
    steps.push(
      `Find out how passwords got out where the accounts meet (${point.value}), and change them for ${others > 0 ? `the other ${count(others)}${commonPoints.isSample ? ' of the sample' : ''} who share it, too` : 'all who share it'}.`,
    );
  }
  if (alsoTouched.length > 0)
    steps.push(
      `Look at ${some(alsoTouched.length, 'account')} outside of the incident that were used from the same addresses: ${firstOf(
        alsoTouched.map(({ login }) => login),
        5,
      )}.`,
    );
  const listed = blacklists.listings.filter(({ until }) => until === null);
  if (listed.length > 0)
    steps.push(
      `Ask for removal from ${firstOf(
        [...new Set(listed.map(({ zone }) => zone))],
        5,
      )} once the mail has stopped.`,
    );
  if (blacklists.watched === 0)
    steps.push(
      'Name the outgoing addresses, so that blacklists are watched: PUT /v1/blacklist-monitor.',
    );
  if (audited === undefined)
    steps.push(
      'Audit the passwords, to learn whether they were guessed: POST /v1/password-audits.',
    );
  else if (members.some(({ findings }) => findings.some(isWeak)))
    steps.push('Demand stronger passwords at the next change: weak ones would be guessed again.');
  if (incident.status !== 'closed' && secondWaveOf(members).state === 'watching')
    steps.push('Wait for the end of the watch: without a second wave the end points are clean.');
  return steps;
}
