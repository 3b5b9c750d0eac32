import { z } from 'zod';
import type { Happening } from '../../kernel/happening.js';
import { OPERATIONS } from '../../response/domain/operation.js';
import { LEVELS } from '../../risk/domain/level.js';
import { PRIORITIES } from './connector.js';

const TRIGGERS = ['level', 'action', 'finding', 'incident', 'blacklist'] as const;

const TicketRule = z
  .strictObject({
    on: z
      .enum(TRIGGERS)
      .describe(
        'What opens a ticket: a level that is reached, an action, a finding, an incident, a blacklist entry.',
      ),
    level: z.enum(LEVELS).default('high').describe('For `level`: the lowest level that opens one.'),
    operations: z
      .array(z.enum(OPERATIONS))
      .min(1)
      .optional()
      .describe('For `action`: which ones; all where absent.'),
    statuses: z
      .array(z.enum(['awaiting-approval', 'queued', 'applied', 'unchanged', 'refused', 'failed']))
      .min(1)
      .optional()
      .describe('For `action`: in which status; all where absent.'),
    queue: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe("The helpdesk's queue; that of the settings where absent."),
    priority: z.enum(PRIORITIES).default('normal').describe('How urgent.'),
    assignee: z.string().min(1).max(200).optional().describe("A name of the helpdesk's."),
  })
  .meta({ id: 'TicketRule' });
export type TicketRule = z.output<typeof TicketRule>;

/**
 * What opens a ticket in a helpdesk, where, and how urgent it is. The first rule that fits decides.
 *
 * By default: a critical account, an action that waits for approval or failed, whatever locked
 * somebody out, an incident, and a blacklist entry of our own address.
 */
export const TicketRules = z
  .array(TicketRule)
  .max(50)
  .default([
    { on: 'incident', level: 'high', priority: 'urgent' },
    { on: 'blacklist', level: 'high', priority: 'urgent' },
    { on: 'level', level: 'critical', priority: 'high' },
    { on: 'action', level: 'high', priority: 'high', statuses: ['awaiting-approval', 'failed'] },
    {
      on: 'action',
      level: 'high',
      priority: 'normal',
      operations: ['lock', 'disable', 'force-reset'],
      statuses: ['queued', 'applied'],
    },
  ])
  .describe('What opens a ticket, where, and how urgent it is; the first rule that fits decides.');
export type TicketRules = z.output<typeof TicketRules>;

/** The rule by which a happening opens a ticket; undefined when none does. */
export function openingRule(rules: TicketRules, happening: Happening): TicketRule | undefined {
  return rules.find((rule) => fits(rule, happening));
}

function fits(rule: TicketRule, { kind, detail }: Happening): boolean {
  switch (rule.on) {
    case 'level':
      return (
        kind === 'account.level-changed' &&
        rank(detail['to']) >= rank(rule.level) &&
        rank(detail['to']) > rank(detail['from'])
      );
    case 'action':
      return (
        (kind === 'action.requested' || kind === 'action.finished') &&
        detail['dryRun'] !== true &&
        named(rule.operations, detail['operation']) &&
        named(rule.statuses, detail['status'])
      );
    case 'finding':
      return kind === 'finding.opened';
    case 'incident':
      return kind === 'incident.opened';
    case 'blacklist':
      return kind === 'blacklist.listed';
  }
}

function named(names: readonly string[] | undefined, name: unknown): boolean {
  return names === undefined || names.some((each) => each === name);
}

function rank(level: unknown): number {
  return LEVELS.findIndex((each) => each === level);
}

/**
 * Whether a happening is the end of what an account's ticket is about: the account is let in again,
 * or an operator has called it safe.
 */
export function settles({ kind, detail }: Happening): boolean {
  if (kind === 'account.standing-changed') return detail['to'] === 'confirmed-safe';
  if (kind === 'incident.closed' || kind === 'blacklist.delisted') return true;
  return (
    kind === 'action.finished' &&
    detail['status'] === 'applied' &&
    (detail['operation'] === 'unlock' || detail['operation'] === 'enable')
  );
}

/** Whether a happening is worth a word on a ticket that is open. */
export function isWorthANote({ kind, detail }: Happening): boolean {
  if (detail['dryRun'] === true) return false;
  // An action that starts at once is told when it has ended.
  if (kind === 'action.requested') return detail['status'] !== 'queued';
  if (kind === 'account.level-changed') return rank(detail['to']) > rank(detail['from']);
  return true;
}
