/** What a ticket tells of an account: words and numbers that are ready to be read. */
export interface Evidence {
  readonly login: string;
  readonly displayName: string;
  readonly score: number;
  readonly level: string;
  readonly standing: string;
  /** Whether the directory lets the account in; `unknown` where it wasn't asked. */
  readonly access: 'open' | 'closed' | 'unknown';
  readonly contributions: readonly {
    readonly detector: string;
    /** Points of 100 that it would make alone. */
    readonly points: number;
    readonly summary: string;
  }[];
  readonly places: readonly Sighting[];
  /** Addresses that were left out of `places`. */
  readonly furtherAddresses: number;
  readonly actions: readonly {
    readonly operation: string;
    readonly status: string;
    readonly reason: string;
    readonly by: string;
    readonly at: string;
  }[];
  readonly findings: readonly { readonly finding: string; readonly severity: string }[];
  /** Pages that show more; empty where no PUBLIC_URL is set. */
  readonly links: readonly { readonly title: string; readonly url: string }[];
}

/** Uses of an account from one address. */
export interface Sighting {
  readonly address: string;
  readonly place: string;
  readonly count: number;
  readonly firstAt: string;
  readonly lastAt: string;
}

/** One line of an incident's table. */
export interface Member {
  readonly login: string;
  readonly level: string;
  readonly standing: string;
  readonly ticket: string;
}

/** What a ticket of an incident or of a blacklist entry tells. */
export interface Affair {
  readonly title: string;
  readonly members: readonly Member[];
  readonly links: Evidence['links'];
}

/** One thing that happened, in words, for a note or for the story in a new ticket. */
export interface StoryLine {
  readonly at: string;
  readonly text: string;
}
