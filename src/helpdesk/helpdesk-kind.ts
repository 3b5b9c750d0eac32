import type { z } from 'zod';
import type { SecretField } from '../directories/domain/concealment.js';
import type { Hook } from './domain/hook.js';
import type { HelpdeskConnector } from './domain/connector.js';
import type { OutboundGuard } from '../platform/outbound/outbound-guard.js';

/** What connectors may use of the process. */
export interface ConnectorTools {
  /** Decides where webhooks may be sent. */
  readonly guard: OutboundGuard;
}

/** A kind of helpdesk: what its settings look like and how a connector is made of them. */
export interface HelpdeskKind<
  Kind extends string = string,
  Schema extends z.ZodType<Record<string, unknown>> = z.ZodType<Record<string, unknown>>,
> {
  /** Stored with every helpdesk, so never rename it. */
  readonly kind: Kind;
  readonly settings: Schema;
  /** Where the settings hold secrets; everything else is stored and shown as it is. */
  readonly secrets: readonly SecretField[];
  /** Its webhooks, where it has some whose signature can be checked. */
  readonly hook?: Hook;
  /** Connects nothing yet. Settings are parsed again: they come from a row. */
  open(settings: Readonly<Record<string, unknown>>, tools: ConnectorTools): HelpdeskConnector;
}

/** Ties a kind's schema to the connector that takes what the schema gives. */
export function defineHelpdeskKind<
  const Kind extends string,
  Schema extends z.ZodType<Record<string, unknown>>,
>(definition: {
  readonly kind: Kind;
  readonly settings: Schema;
  readonly secrets: readonly SecretField[];
  readonly hook?: Hook;
  open(settings: z.output<Schema>, tools: ConnectorTools): HelpdeskConnector;
}): HelpdeskKind<Kind, Schema> {
  return {
    ...definition,
    open: (settings, tools) => definition.open(definition.settings.parse(settings), tools),
  };
}
