import { z } from 'zod';

/** What the token endpoint gives (RFC 6749, 5.1). */
export const TokenAnswer = z.object({
  access_token: z.string().min(1).max(100_000),
  expires_in: z.number().min(0).default(60),
});

/**
 * A UserRepresentation. What isn't named here is kept all the same: whoever changes one property
 * sends all of them back.
 */
export const KeycloakUser = z.looseObject({
  id: z.string().min(1).max(500),
  username: z.string().default(''),
  email: z.string().nullish(),
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  enabled: z.boolean().default(false),
  federationLink: z.string().nullish(),
  requiredActions: z.array(z.string()).nullish(),
  attributes: z.record(z.string(), z.array(z.string())).nullish(),
  access: z.record(z.string(), z.boolean()).nullish(),
});
export type KeycloakUser = z.output<typeof KeycloakUser>;

export const KeycloakUsers = z.array(KeycloakUser);

export const GroupList = z.array(z.object({ path: z.string().nullish(), name: z.string() }));

/** Credentials of an account, without their secrets. */
export const CredentialList = z.array(
  z.object({
    type: z.string(),
    /** ms. */
    createdDate: z.number().nullish(),
    /** JSON of how it is stored. */
    credentialData: z.string().nullish(),
  }),
);
export type CredentialList = z.output<typeof CredentialList>;

/** What brute force detection has on an account. */
export const FailureStatus = z.object({ disabled: z.boolean().default(false) });

export const SessionList = z.array(z.object({ id: z.string() }));

/** What of a realm is read; a service account without view-realm gets its name alone. */
export const KeycloakRealm = z.object({
  passwordPolicy: z.string().nullish(),
  bruteForceProtected: z.boolean().nullish(),
  permanentLockout: z.boolean().nullish(),
  failureFactor: z.number().nullish(),
  maxFailureWaitSeconds: z.number().nullish(),
});
export type KeycloakRealm = z.output<typeof KeycloakRealm>;
