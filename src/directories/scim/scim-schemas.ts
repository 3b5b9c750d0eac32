import { z } from 'zod';

const Address = z.object({ value: z.string(), primary: z.boolean().optional() });
const Group = z.object({ value: z.string().optional(), display: z.string().optional() });

/** What of a User resource is read (RFC 7643, 4.1); anything else is passed over. */
export const ScimUser = z.object({
  id: z.string().min(1).max(500),
  userName: z.string(),
  displayName: z.string().nullish(),
  name: z.object({ formatted: z.string().nullish() }).nullish(),
  active: z.boolean().default(true),
  emails: z.array(Address).nullish(),
  groups: z.array(Group).nullish(),
  meta: z.object({ version: z.string().optional() }).optional(),
});
export type ScimUser = z.output<typeof ScimUser>;

/** An answer to a query (RFC 7644, 3.4.2). */
export const ListResponse = z.object({
  totalResults: z.int().min(0),
  Resources: z.array(ScimUser).default([]),
});

const Feature = z.object({ supported: z.boolean() });

/** What a service can do (RFC 7643, 5). */
export const ServiceConfig = z.object({
  patch: Feature,
  filter: Feature,
  changePassword: Feature,
  etag: Feature,
});
export type ServiceConfig = z.output<typeof ServiceConfig>;
