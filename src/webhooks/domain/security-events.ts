import type { Happening } from '../../kernel/happening.js';
import { CAEP, RISC } from './event-types.js';

/** One event of a security event token: a type and its payload (RFC 8417, section 2.2). */
export interface SecurityEvent {
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

const CAEP_LEVEL: Readonly<Record<string, string | undefined>> = {
  low: 'LOW',
  medium: 'MEDIUM',
  high: 'HIGH',
  critical: 'HIGH',
};

/**
 * What other systems are told by CAEP and RISC: changes of risk, credentials, sessions and of
 * whether an account is let in. Most happenings have no such event.
 */
export function securityEventsOf(happening: Happening): SecurityEvent[] {
  const { kind, detail, at } = happening;
  const event_timestamp = Math.floor(at.getTime() / 1_000);
  if (kind === 'account.level-changed') return riskChange(detail, event_timestamp);
  if (kind === 'account.standing-changed')
    return detail['to'] === 'confirmed-compromised'
      ? [risc('credential-compromise', { credential_type: 'password', event_timestamp })]
      : [];
  const isDone = detail['status'] === 'applied' && detail['dryRun'] !== true;
  return kind === 'action.finished' && isDone
    ? actionEvents(String(detail['operation']), initiator(detail), event_timestamp)
    : [];
}

/** `confirmed` levels beyond HIGH don't exist in CAEP 1.0, so critical is HIGH. */
function riskChange(detail: Happening['detail'], event_timestamp: number): SecurityEvent[] {
  const current_level = CAEP_LEVEL[String(detail['to'])];
  const previous_level = CAEP_LEVEL[String(detail['from'])];
  if (current_level === undefined || current_level === previous_level) return [];
  const payload = {
    principal: 'USER',
    current_level,
    previous_level,
    risk_reason: 'SUSPICIOUS_SIGN_INS',
    event_timestamp,
  };
  return [{ type: `${CAEP}risk-level-change`, payload }];
}

function actionEvents(
  operation: string,
  initiating_entity: string,
  event_timestamp: number,
): SecurityEvent[] {
  const caep = (type: string, payload: object): SecurityEvent => ({
    type: `${CAEP}${type}`,
    payload: { ...payload, initiating_entity, event_timestamp },
  });
  switch (operation) {
    case 'force-reset':
      return [
        caep('credential-change', { credential_type: 'password', change_type: 'revoke' }),
        risc('account-credential-change-required', {}),
      ];
    case 'temporary-password':
      return [caep('credential-change', { credential_type: 'password', change_type: 'update' })];
    case 'revoke-sessions':
      return [caep('session-revoked', {})];
    case 'lock':
    case 'disable':
      return [risc('account-disabled', { reason: 'hijacking' })];
    case 'unlock':
    case 'enable':
      return [risc('account-enabled', {})];
    default:
      return [];
  }
}

function risc(type: string, payload: Readonly<Record<string, unknown>>): SecurityEvent {
  return { type: `${RISC}${type}`, payload };
}

/** Whether a rule or a person did it, in CAEP's words. */
function initiator(detail: Happening['detail']): string {
  return detail['requestedBy'] === 'response-policy' ? 'policy' : 'admin';
}
