import type { Asking } from '../support/asking.js';

/** A directory that dies, as a round of faults sees it. */
export interface FaultDirectory {
  /** Where it listens, on 127.0.0.1. */
  readonly port: number;
  /** Adds active accounts that have a password, and connects it over the API. @param port where the service reaches it */
  connect(ask: Asking, logins: readonly string[], port: number): Promise<void>;
  /** How often what the operation sets was written for the account. */
  changesOf(login: string, operation: FaultOperation): Promise<number>;
  /** Whether a connection has sent the first change of this account whole. @param sent as Latin-1 */
  hasSentChange(sent: string, login: string): boolean;
  /** Whether the account is as the operation was to make it. @param password the temporary one that was handed over */
  isRight(login: string, operation: FaultOperation, password: string | undefined): Promise<boolean>;
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export const OPERATIONS = ['lock', 'force-reset', 'temporary-password'] as const;
export type FaultOperation = (typeof OPERATIONS)[number];
