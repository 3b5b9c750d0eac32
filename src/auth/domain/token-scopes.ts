import { knownScopes, type Scope } from './scopes.js';

/** Where a token says what its holder may do. */
export interface ScopeClaims {
  /** Claim with scopes: a text with spaces between (RFC 8693, section 4.2) or an array. */
  readonly scopesClaim: string;
  /** Claim with roles; dots reach into objects. */
  readonly rolesClaim: string;
  readonly roleScopes: Readonly<Record<string, readonly string[]>>;
}

/** The scopes that a token's claims give: those it names, and those that its roles stand for. */
export function scopesOfClaims(
  claims: Readonly<Record<string, unknown>>,
  { scopesClaim, rolesClaim, roleScopes }: ScopeClaims,
): readonly Scope[] {
  const named = namesIn(claimAt(claims, scopesClaim));
  const roles = namesIn(claimAt(claims, rolesClaim));
  const ofRoles = roles.flatMap((role) =>
    Object.hasOwn(roleScopes, role) ? (roleScopes[role] ?? []) : [],
  );
  return knownScopes([...named, ...ofRoles]);
}

// A claim may have dots in its own name (https://example.com/roles), so the whole name goes first.
function claimAt(claims: Readonly<Record<string, unknown>>, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  let value: unknown = claims;
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step))
      return undefined;
    value = Object.entries(value).find(([name]) => name === step)?.[1];
  }
  return value;
}

function namesIn(claim: unknown): readonly string[] {
  if (typeof claim === 'string') return claim.split(' ').filter((name) => name !== '');
  if (Array.isArray(claim)) return claim.filter((name) => typeof name === 'string');
  return [];
}
