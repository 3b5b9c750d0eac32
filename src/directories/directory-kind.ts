import type { z } from 'zod';
import type { Clock } from '../kernel/clock.js';
import type { SecretField } from './domain/concealment.js';
import type { DirectoryConnector } from './domain/connector.js';

/** A kind of directory: what its settings look like and how a connector is made of them. */
export interface DirectoryKind<
  Kind extends string = string,
  Schema extends z.ZodType<Record<string, unknown>> = z.ZodType<Record<string, unknown>>,
> {
  /** Stored with every directory, so never rename it. */
  readonly kind: Kind;
  readonly settings: Schema;
  /** Where the settings hold secrets; everything else is stored and shown as it is. */
  readonly secrets: readonly SecretField[];
  /** Connects nothing yet. Settings are parsed again: they come from a row. */
  open(
    settings: Readonly<Record<string, unknown>>,
    clock: Clock,
    tools?: Tools,
  ): DirectoryConnector;
}

/** What the administrator of this machine lets connectors use; never a setting of a directory. */
export interface Tools {
  /** Absolute path of Dovecot's doveadm. */
  readonly doveadm?: string | undefined;
}

/** Ties a kind's schema to the connector that takes what the schema gives. */
export function defineDirectoryKind<
  const Kind extends string,
  Schema extends z.ZodType<Record<string, unknown>>,
>(definition: {
  readonly kind: Kind;
  readonly settings: Schema;
  readonly secrets: readonly SecretField[];
  open(settings: z.output<Schema>, clock: Clock, tools: Tools): DirectoryConnector;
}): DirectoryKind<Kind, Schema> {
  return {
    ...definition,
    open: (settings, clock, tools = {}) =>
      definition.open(definition.settings.parse(settings), clock, tools),
  };
}
