/** What is known of a list that was just read, and of the one that it would replace. */
export interface ImportedList {
  readonly entries: number;
  /** Ranges for which there was no file, where there should be one for each. */
  readonly missingRanges: number;
  /** Canaries that it holds; see `CANARIES`. */
  readonly canariesFound: number;
  readonly canariesWanted: number;
  /** Entries of the list in use; undefined without one. */
  readonly previousEntries: number | undefined;
}

/** What may be lacking before a list is refused. */
export interface GateSettings {
  /** Share of the entries in use that may be gone, 0 to 1. */
  readonly maxDrop: number;
  /** Whether the canaries must be there. */
  readonly canaries: boolean;
  /** Whether ranges may be missing. */
  readonly allowMissingRanges: boolean;
}

/** Breaches are added and hardly ever withdrawn, so that a list that shrinks was cut off. */
export const DEFAULT_GATES: GateSettings = {
  maxDrop: 0.05,
  canaries: true,
  allowMissingRanges: false,
};

/** Why the list mustn't be used, a sentence each; none when it may. */
export function gateComplaints(list: ImportedList, gates: GateSettings): readonly string[] {
  const { entries, previousEntries = 0, missingRanges } = list;
  return [
    ...(entries === 0 ? ['The list is empty.'] : []),
    ...(missingRanges > 0 && !gates.allowMissingRanges
      ? [`Files of ${missingRanges} ranges are missing.`]
      : []),
    ...(gates.canaries && list.canariesFound < list.canariesWanted
      ? ['The passwords that every such list has are not in it.']
      : []),
    ...(entries < previousEntries * (1 - gates.maxDrop)
      ? [`It has ${entries} entries, and the list in use has ${previousEntries}.`]
      : []),
  ];
}
