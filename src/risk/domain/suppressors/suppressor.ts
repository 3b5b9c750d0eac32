import type { Aspect } from '../detector.js';

/** What operators can declare. */
export const SUPPRESSOR_KINDS = [
  'trusted-network',
  'mobile-network',
  'vpn-egress',
  'forwarder',
  'bulk-sender',
  'device-account',
  'announced-travel',
  'learning-period',
] as const;

export type SuppressorKind = (typeof SUPPRESSOR_KINDS)[number];

/** Something that operators know and the log doesn't say. What is absent holds for everything. */
export interface Suppressor {
  readonly id: string;
  readonly kind: SuppressorKind;
  /** In CIDR notation. */
  readonly network?: string | undefined;
  readonly accountId?: string | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly countries?: readonly string[] | undefined;
  /** Milliseconds since the epoch, `to` exclusive. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Learning periods: how long after an account's first event. */
  readonly days?: number | undefined;
  readonly enabled: boolean;
}

/** What a kind of suppressor silences and what it has to say. */
interface KindRules {
  readonly silences: readonly Aspect[];
  /** One of these has to be given. */
  readonly needs: readonly (keyof Suppressor)[];
  /** Whether its network says nothing about where an account is. */
  readonly declares: boolean;
}

/**
 * A spam run from a trusted network is still one: mail is silenced for declared senders alone, and
 * forged senders for devices alone.
 */
export const KIND_RULES: Readonly<Record<SuppressorKind, KindRules>> = {
  'trusted-network': {
    silences: ['place', 'client', 'time', 'guessing'],
    needs: ['network'],
    declares: true,
  },
  'mobile-network': { silences: ['place', 'guessing'], needs: ['network'], declares: true },
  'vpn-egress': { silences: ['place', 'time', 'guessing'], needs: ['network'], declares: true },
  forwarder: {
    silences: ['place', 'client', 'time'],
    needs: ['network', 'accountId'],
    declares: true,
  },
  'bulk-sender': { silences: ['volume'], needs: ['accountId', 'network'], declares: false },
  'device-account': {
    silences: ['sender', 'time', 'client'],
    needs: ['accountId', 'network'],
    declares: false,
  },
  'announced-travel': { silences: ['place', 'time'], needs: ['accountId'], declares: false },
  'learning-period': {
    silences: ['place', 'client', 'time'],
    needs: ['days', 'to'],
    declares: false,
  },
};
