/** How much of everything one bench run sends. */
export interface Sizes {
  readonly accounts: number;
  /** Events of one measured day; every way of sending gets days of its own. */
  readonly dayEvents: number;
  /** Days measured for each way; their median is reported. */
  readonly rounds: number;
  readonly batchEvents: number;
  readonly warmUpEvents: number;
  readonly singleEvents: number;
  readonly singleConnections: number;
  readonly logLines: number;
  readonly uploadLines: number;
}

/** What is reported and compared with the targets. */
export const FULL: Sizes = {
  accounts: 20_000,
  dayEvents: 300_000,
  rounds: 3,
  batchEvents: 5_000,
  warmUpEvents: 100_000,
  singleEvents: 30_000,
  singleConnections: 64,
  logLines: 200_000,
  uploadLines: 1_000_000,
};

/** Shows in half a minute that everything works; the figures mean little. */
export const QUICK: Sizes = {
  ...FULL,
  dayEvents: 30_000,
  rounds: 1,
  warmUpEvents: 10_000,
  singleEvents: 3_000,
  logLines: 20_000,
  uploadLines: 50_000,
};
