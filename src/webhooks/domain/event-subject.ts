import { z } from 'zod';

/** One way in which the subject of a security event is named. */
export type SubjectName =
  /** A login name or a mail address. */
  | { readonly kind: 'login'; readonly login: string }
  /** A name that means something at its issuer alone. */
  | { readonly kind: 'issued'; readonly issuer: string; readonly subject: string };

/** Aliases that are looked at; one format within another isn't allowed (RFC 9493, section 3.2.8). */
const MAX_ALIASES = 10;
const ACCOUNT_URI = /^acct:([^@?#]{1,320})@([^@/?#]{1,255})$/i;

const text = z.string().min(1).max(320);
const Simple = z.union([
  z.object({ format: z.literal('email'), email: text }),
  z.object({ format: z.literal('account'), uri: text }),
  z.object({ format: z.literal('iss_sub'), iss: z.string().min(1).max(500), sub: text }),
  z.object({ format: z.literal('opaque'), id: text }),
]);
const Aliases = z.object({ format: z.literal('aliases'), identifiers: z.array(z.unknown()) });
/** SSF 1.0, section 3.2: a subject of several parts, of which we know the person alone. */
const Complex = z.object({ format: z.literal('complex').optional(), user: z.unknown() });
/** Drafts before RFC 9493 said `subject_type`, and `iss-sub` for `iss_sub`. */
const Former = z.object({ subject_type: z.string() }).loose();

/**
 * How the subject of a security event is named (RFC 9493): by mail address, account URI, issuer and
 * subject, an id of the sender's, or several of these. Empty where it is named otherwise.
 *
 * @param subject the claim `sub_id`, or `subject` of the event where an older sender puts it there
 * @param sender issuer of the token: an opaque id is one of its own
 */
export function subjectNames(subject: unknown, sender: string): SubjectName[] {
  const current = renamed(subject);
  const aliases = Aliases.safeParse(current);
  if (aliases.success)
    return aliases.data.identifiers
      .slice(0, MAX_ALIASES)
      .flatMap((identifier) => simpleName(identifier, sender));
  const complex = Complex.safeParse(current);
  return simpleName(
    complex.success && complex.data.user !== undefined ? renamed(complex.data.user) : current,
    sender,
  );
}

function simpleName(subject: unknown, sender: string): SubjectName[] {
  const parsed = Simple.safeParse(subject);
  if (!parsed.success) return [];
  switch (parsed.data.format) {
    case 'email':
      return [{ kind: 'login', login: parsed.data.email }];
    case 'account':
      return loginsIn(parsed.data.uri);
    case 'iss_sub':
      return [{ kind: 'issued', issuer: parsed.data.iss, subject: parsed.data.sub }];
    case 'opaque':
      return [{ kind: 'issued', issuer: sender, subject: parsed.data.id }];
  }
}

/** RFC 7565: the part before the host is percent-encoded. */
function loginsIn(uri: string): SubjectName[] {
  const [, local, host] = ACCOUNT_URI.exec(uri) ?? [];
  if (local === undefined || host === undefined) return [];
  try {
    return [{ kind: 'login', login: `${decodeURIComponent(local)}@${host}` }];
  } catch {
    return [];
  }
}

function renamed(subject: unknown): unknown {
  const former = Former.safeParse(subject);
  if (!former.success) return subject;
  const { subject_type: type, ...rest } = former.data;
  return { ...rest, format: type.replaceAll('-', '_') };
}
