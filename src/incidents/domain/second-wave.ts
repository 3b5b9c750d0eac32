/**
 * Where the watch over an account stands once it was remedied: `watching`, then `quiet` (nobody
 * came back) or `recurred` (somebody did). `none` before a remedy.
 */
export const WAVE_STATES = ['none', 'watching', 'quiet', 'recurred'] as const;
export type WaveState = (typeof WAVE_STATES)[number];

/** A session that was open at the remedy may live on for so long without saying anything, ms. */
export const GRACE_MS = 10 * 60_000;

/** Networks that are new to account and campaign alike, and too many for the owner after so long. */
const NEW_NETWORKS = 5;

/** What was seen from one address after the remedy. */
export interface UseAfter {
  readonly address: string;
  readonly network: string;
  /** Times of the first and the last success, ms. */
  readonly first: number;
  readonly last: number;
}

/** What the watch over one account goes by. */
export interface WaveFacts {
  /** ms; undefined before a remedy. */
  readonly remediatedAt: number | undefined;
  readonly watchMs: number;
  /** Time of the newest event of the whole log, ms; undefined without one. */
  readonly logNow: number | undefined;
  /** Successes since the remedy. */
  readonly uses: readonly UseAfter[];
  /** Sign-ins since the remedy that failed, from the campaign's networks. */
  readonly failedTries: number;
  /** Networks that the intruders used before the remedy, on any account of the incident. */
  readonly campaignNetworks: ReadonlySet<string>;
  /** Networks that were the owner's before the incident. */
  readonly ownNetworks: ReadonlySet<string>;
}

/** The verdict on one account, with what it rests on. */
export interface Wave {
  readonly state: WaveState;
  /** When the watch ends, or ended; ISO 8601. */
  readonly watchedUntil: string | null;
  /** First use by intruders after the remedy; ISO 8601. */
  readonly recurredAt: string | null;
  /** Addresses of the intruders after the remedy; at most 50. */
  readonly intruders: readonly string[];
  /**
   * Addresses where the new password was typed in before it was misused: of `recurred`, the end
   * points that are likely infected. At most 50.
   */
  readonly endPoints: readonly string[];
  /** Whether the owner signed in after the remedy; a quiet account that nobody uses proves little. */
  readonly ownerSeen: boolean;
  /** Tries with the old password that failed after the remedy. */
  readonly failedTries: number;
}

/**
 * Judges an account after its remedy. Successes from the campaign's networks, or from too many
 * new ones, are a second wave: the new password was stolen, too, so where it was typed in is
 * infected. Without one by the end of the watch the old password leaked elsewhere.
 */
export function waveOf(facts: WaveFacts): Wave {
  const { remediatedAt, watchMs, logNow, uses, failedTries } = facts;
  const nothing = { intruders: [], endPoints: [], ownerSeen: false, failedTries: 0 };
  if (remediatedAt === undefined)
    return { state: 'none', watchedUntil: null, recurredAt: null, ...nothing };

  const until = remediatedAt + watchMs;
  const late = uses.filter(({ last }) => last > remediatedAt + GRACE_MS);
  const strange = late.filter(({ network }) => !facts.ownNetworks.has(network));
  const known = strange.filter(({ network }) => facts.campaignNetworks.has(network));
  const isMany = new Set(strange.map(({ network }) => network)).size >= NEW_NETWORKS;
  const intruders = (isMany ? strange : known).toSorted((a, b) => a.first - b.first);
  const starts = intruders.map(({ first }) => Math.max(first, remediatedAt + GRACE_MS));
  const recurredAt = starts.length > 0 ? Math.min(...starts) : undefined;
  const theirs = new Set(intruders.map(({ address }) => address));
  const owner = late.filter(({ address }) => !theirs.has(address));
  const endPoints = owner.filter(({ first }) => recurredAt === undefined || first <= recurredAt);

  const isOver = logNow !== undefined && logNow >= until;
  return {
    state: recurredAt !== undefined ? 'recurred' : isOver ? 'quiet' : 'watching',
    watchedUntil: new Date(until).toISOString(),
    recurredAt: recurredAt === undefined ? null : new Date(recurredAt).toISOString(),
    intruders: intruders.slice(0, 50).map(({ address }) => address),
    endPoints: endPoints.slice(0, 50).map(({ address }) => address),
    ownerSeen: owner.length > 0,
    failedTries,
  };
}

/** The verdict on a whole incident. */
export interface IncidentWave {
  readonly state: WaveState;
  /** For people. */
  readonly sentence: string;
}

/** What the accounts' watches say together. */
export function incidentWaveOf(waves: readonly Pick<Wave, 'state' | 'ownerSeen'>[]): IncidentWave {
  const count = (state: WaveState) => waves.filter((wave) => wave.state === state).length;
  const [none, watching] = [count('none'), count('watching')];
  const [quiet, recurred] = [count('quiet'), count('recurred')];
  const of = `of ${waves.length} accounts`;
  if (recurred > 0)
    return {
      state: 'recurred',
      sentence: `${recurred} ${of} were misused again after the remedy: the end points where their new passwords were typed in are likely infected.`,
    };
  if (watching > 0)
    return {
      state: 'watching',
      sentence: `${watching} ${of} are still being watched, and ${quiet} stayed quiet to the end; nobody came back so far${none > 0 ? `, and ${none} aren't remedied yet` : ''}.`,
    };
  if (quiet > 0 && none === 0) {
    const seen = waves.filter((wave) => wave.state === 'quiet' && wave.ownerSeen).length;
    return {
      state: 'quiet',
      sentence: `Nobody came back to any ${of}; the owners of ${seen} signed in again with their new passwords. A leak on a server is likely, and the end points are clean.`,
    };
  }
  return {
    state: 'none',
    sentence: `${none} ${of} aren't remedied yet, so there is no second wave to watch for.`,
  };
}
