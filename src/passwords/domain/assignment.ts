/** Kinds of accounts that may have a policy of their own. */
export const ACCOUNT_CLASSES = ['protected'] as const;
export type AccountClass = (typeof ACCOUNT_CLASSES)[number];

/** For whom a policy holds. */
export type Assignment =
  | { readonly directory: string }
  | { readonly group: string }
  | { readonly accountClass: AccountClass };

/** What of an account decides which policy holds for it. */
export interface PolicyHolder {
  readonly directoryId: string | undefined;
  readonly groups: readonly string[];
  readonly isProtected: boolean;
}

/** What decides comes first: a class over a group over a directory. */
const PRECEDENCE = ['accountClass', 'group', 'directory'] as const;

/**
 * The policy that holds for an account: by its class, else by a group of its, else by its
 * directory. Of several that are alike the first by name, so that the answer is always the same.
 */
export function policyFor<
  Policy extends { readonly name: string; readonly assignments: readonly Assignment[] },
>(holder: PolicyHolder, policies: readonly Policy[]): Policy | undefined {
  const groups = new Set(holder.groups.map((group) => group.toLowerCase()));
  const byName = policies.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const by of PRECEDENCE) {
    const found = byName.find(({ assignments }) =>
      assignments.some((assignment) => by in assignment && holds(assignment)),
    );
    if (found) return found;
  }
  return undefined;

  function holds(assignment: Assignment): boolean {
    if ('accountClass' in assignment) return holder.isProtected;
    if ('group' in assignment) return groups.has(assignment.group.toLowerCase());
    return assignment.directory === holder.directoryId;
  }
}
