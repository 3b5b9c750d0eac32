import type { AccountState } from './domain/account-state.js';
import type { DetectorSettings } from './domain/detector-settings.js';
import type { KnownGoodHistories } from './domain/known-good.js';
import type { SourceDay } from './domain/source-window.js';
import type { Suppression } from './domain/suppressors/suppression.js';
import type { CountedSignIns } from './domain/likelihood/sign-in-model.js';
import type { EpochCache } from './epoch-cache.js';

/** What is remembered from one batch to the next. */
export interface FoldMemory {
  readonly states: EpochCache<AccountState>;
  readonly sourceDays: EpochCache<SourceDay>;
  /** By the UTC day that they hold for. */
  readonly models: EpochCache<CountedSignIns>;
}

/** What operators have set and said. */
export interface FoldRules {
  readonly settings: DetectorSettings;
  readonly suppression: Suppression;
  readonly knownGood: KnownGoodHistories;
  /** Stored events are folded once more, and have been counted already. */
  readonly isReplay?: boolean;
}
