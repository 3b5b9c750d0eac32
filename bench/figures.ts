/** The figures of one run, with the unit in each name; null where one couldn't be measured. */
export interface Figures {
  /** The better of the next two. */
  readonly batchEventsPerSecond: number;
  readonly batchesInFlight: 1 | 8;
  readonly batchEventsPerSecondOneInFlight: number;
  readonly batchEventsPerSecondEightInFlight: number;
  /** Every measured day, in order. */
  readonly batchRuns: {
    readonly oneInFlight: readonly number[];
    readonly eightInFlight: readonly number[];
    readonly rawCopy: readonly number[];
  };
  readonly rawCopyRowsPerSecond: number;
  readonly rawCopyBy: 'psql' | 'node';
  /** `batchEventsPerSecond` / `rawCopyRowsPerSecond`. */
  readonly ratioToRawCopy: number;
  readonly postfixLinesPerSecond: number;
  readonly postfixEventsPerLine: number;
  readonly dovecotLinesPerSecond: number;
  readonly dovecotEventsPerLine: number;
  readonly singleEventsPerSecond: number;
  readonly singleConnections: number;
  readonly singleP50Milliseconds: number;
  readonly singleP99Milliseconds: number;
  readonly uploadLines: number;
  readonly uploadLinesPerSecond: number;
  /** 1 MB is 1,000,000 bytes. */
  readonly uploadPeakMemoryMegabytes: number | null;
  readonly peakMemoryMegabytes: number | null;
  readonly eventsAccepted: number;
  readonly eventsStored: number;
  readonly signals: number;
  readonly runSeconds: number;
}
