import { createHmac } from 'node:crypto';
import { setPriority } from 'node:os';
import zxcvbnLists from 'zxcvbn/lib/frequency_lists.js';
import {
  type Candidate,
  ownCandidates,
  type SharedCandidates,
  sharedCandidates,
} from '../domain/candidates/candidate-list.js';
import { shortenedGuesses } from './guess-budget.js';
import type { HashScheme } from '../hashes/hash-scheme.js';
import { type ReadHash, readHash } from '../hashes/hash-schemes.js';
import type {
  GuessingPlan,
  GuessingResult,
  GuessingTarget,
  GuessingTask,
} from './guessing-task.js';

/** One verification past these is refused: a hostile hash must not take the machine. */
const MOST_MILLISECONDS = 2_000;
const MOST_MEBIBYTES = 256;
/** How much slower a thread is scheduled than the service (nice(2)); only on systems where threads have their own. */
const NICENESS = 10;

type Known = Extract<ReadHash, { kind: 'known' }>;

/** What was prepared for the last run; a thread works on one at a time. */
let prepared:
  | {
      readonly id: string;
      readonly shared: SharedCandidates;
      readonly tables: Map<string, ReadonlyMap<string, Candidate>>;
    }
  | undefined;
let isNice = false;

/** Guesses the passwords of some accounts. Runs in a thread of its own. */
export default async function guess({
  plan,
  targets,
}: GuessingTask): Promise<readonly GuessingResult[]> {
  giveWay();
  if (prepared?.id !== plan.id) {
    const shared = sharedCandidates(plan.words, zxcvbnLists.passwords, plan.year);
    prepared = { id: plan.id, shared, tables: new Map() };
  }
  const results: GuessingResult[] = [];
  for (const target of targets) results.push(await guessOne(plan, target, prepared.shared));
  return results;
}

async function guessOne(
  plan: GuessingPlan,
  target: GuessingTarget,
  shared: SharedCandidates,
): Promise<GuessingResult> {
  const startedAt = performance.now();
  const base = { ordinal: target.ordinal, isEmpty: false, tries: 0, untried: 0, milliseconds: 0 };
  if (target.hash === undefined) return { ...base, coverage: 'nothing-stored' };
  const read = readHash(target.hash, target.defaultLabel);
  if (read.kind === 'none') return { ...base, coverage: 'nothing-stored', isEmpty: read.isEmpty };
  if (read.kind === 'unknown') return { ...base, coverage: 'unknown-scheme', scheme: read.label };

  const { scheme, digest } = read;
  const about = {
    ...base,
    scheme: scheme.name,
    grade: scheme.grade,
    ...(digest.significantBytes === undefined ? {} : { significantBytes: digest.significantBytes }),
    ...lookupOf(read),
  };
  if (digest.cost.milliseconds > MOST_MILLISECONDS || digest.cost.mebibytes > MOST_MEBIBYTES)
    return { ...about, coverage: 'too-costly' };
  try {
    const isEmpty = await digest.verify('');
    const outcome = isEmpty ? { tries: 1, untried: 0 } : await search(plan, target, read, shared);
    const { found, tries, untried } = { found: undefined, ...outcome };
    return {
      ...about,
      coverage: 'tested',
      isEmpty,
      tries,
      untried,
      milliseconds: performance.now() - startedAt,
      ...(found ? { guessed: { source: found.source, password: found.text } } : {}),
      ...sharingOf(plan, target.hash, read, found),
    };
  } catch {
    // Verifiers fail where they can't compute; what they say may quote the hash.
    return { ...about, coverage: 'no-verifier' };
  }
}

interface Search {
  readonly found?: Candidate;
  readonly tries: number;
  readonly untried: number;
}

async function search(
  plan: GuessingPlan,
  target: GuessingTarget,
  read: Known,
  shared: SharedCandidates,
): Promise<Search> {
  const { digest, scheme } = read;
  const own = ownCandidates({ login: target.login, displayName: target.displayName }, plan.year);
  if (digest.unsalted !== undefined && scheme.digest)
    return lookUp(digest.unsalted, scheme, own, shared);
  const { lists, untried } = shortenedGuesses(
    own,
    shared.list,
    digest.cost.milliseconds,
    plan.millisecondsPerAccount,
  );
  let tries = 0;
  for (const guesses of lists)
    for (const candidate of guesses) {
      tries++;
      const verdict = digest.verify(candidate.text);
      if (typeof verdict === 'boolean' ? verdict : await verdict)
        return { found: candidate, tries, untried };
    }
  return { tries, untried };
}

/** The account's own names first, then the table, then what people make of the names. */
function lookUp(
  stored: string,
  scheme: HashScheme,
  own: Iterable<Candidate>,
  shared: SharedCandidates,
): Search {
  const inTable = tableOf(scheme, shared).get(stored);
  let tries = 0;
  for (const candidate of own) {
    if (inTable && candidate.source !== 'name') break;
    tries++;
    if (scheme.digest?.(candidate.text) === stored) return { found: candidate, tries, untried: 0 };
  }
  tries += shared.list.length;
  return { ...(inTable ? { found: inTable } : {}), tries, untried: 0 };
}

/** Without salt every guess is computed once for all accounts. */
function tableOf(scheme: HashScheme, shared: SharedCandidates): ReadonlyMap<string, Candidate> {
  const known = prepared?.tables.get(scheme.name);
  if (known) return known;
  const table = new Map<string, Candidate>();
  for (const candidate of shared.list.toReversed())
    table.set(scheme.digest?.(candidate.text) ?? '', candidate);
  prepared?.tables.set(scheme.name, table);
  return table;
}

function lookupOf({ scheme, digest }: Known): Pick<GuessingResult, 'lookup'> {
  if (digest.unsalted === undefined) return {};
  if (scheme.name === 'SHA') return { lookup: { kind: 'sha1', digest: digest.unsalted } };
  return scheme.name === 'NT' ? { lookup: { kind: 'ntlm', digest: digest.unsalted } } : {};
}

/**
 * The same for accounts with the same password: of the password where it was guessed, of the digest
 * where there is no salt, and of the stored text otherwise, which tells hashes that were copied.
 */
function sharingOf(
  plan: GuessingPlan,
  hash: string,
  { scheme, digest }: Known,
  found: Candidate | undefined,
): Pick<GuessingResult, 'sharing'> {
  const text =
    found !== undefined
      ? `password:${found.text}`
      : digest.unsalted !== undefined
        ? `digest:${scheme.name}:${digest.unsalted}`
        : `stored:${hash}`;
  return { sharing: createHmac('sha256', plan.sharingKey).update(text).digest() };
}

/** Guessing gives way to the service that answers requests. */
function giveWay(): void {
  if (isNice) return;
  isNice = true;
  // Zero is the calling thread on Linux; elsewhere it would be the whole process.
  if (process.platform === 'linux') setPriority(0, NICENESS);
}
