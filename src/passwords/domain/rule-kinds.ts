import type { RuleKind } from './rule.js';
import { accountName } from './rules/account-name.js';
import { blocklist } from './rules/blocklist.js';
import { breachList } from './rules/breach-list.js';
import { calendarWords } from './rules/calendar-words.js';
import { commonPassword } from './rules/common-password.js';
import { composition } from './rules/composition.js';
import { contextWords } from './rules/context-words.js';
import { evidenceOfCompromise } from './rules/evidence-of-compromise.js';
import { history } from './rules/history.js';
import { keyboardWalks } from './rules/keyboard-walks.js';
import { maximumAge } from './rules/maximum-age.js';
import { maximumLength } from './rules/maximum-length.js';
import { minimumAge } from './rules/minimum-age.js';
import { minimumLength } from './rules/minimum-length.js';
import { minimumScore } from './rules/minimum-score.js';
import { pattern } from './rules/pattern.js';
import { points } from './rules/points.js';
import { runs } from './rules/runs.js';
import { sharedHistory } from './rules/shared-history.js';
import { similarity } from './rules/similarity.js';

/** Every kind of rule. A new one is a file, its spec, and a line here. */
export const RULE_KINDS: readonly RuleKind[] = [
  minimumLength,
  maximumLength,
  minimumScore,
  commonPassword,
  breachList,
  blocklist,
  points,
  contextWords,
  accountName,
  calendarWords,
  keyboardWalks,
  runs,
  similarity,
  history,
  sharedHistory,
  composition,
  pattern,
  minimumAge,
  maximumAge,
  evidenceOfCompromise,
];

const byId = new Map(RULE_KINDS.map((kind) => [kind.id, kind]));

/** @throws Error for an id that no policy should have been kept with */
export function ruleKindNamed(id: string): RuleKind {
  const kind = byId.get(id);
  if (!kind) throw new Error(`there is no password rule ${id}`);
  return kind;
}
