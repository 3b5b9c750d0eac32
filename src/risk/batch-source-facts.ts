import type { FoldEvent, SourceFacts } from './domain/fold-event.js';
import type { SignInModel } from './domain/likelihood/sign-in-model.js';
import type { SignInDays } from './sign-in-days.js';
import type { SourceDays } from './source-days.js';

/** Answers a detector's questions about the source of the event that is being folded; one object for all events. */
export class BatchSourceFacts implements SourceFacts {
  private folded: FoldEvent | undefined;

  /**
   * @param sources what the batch has loaded
   * @param signIns likewise
   * @param missing told of an event about whose source something was asked that wasn't loaded
   */
  constructor(
    private readonly sources: SourceDays,
    private readonly signIns: SignInDays,
    private readonly missing: (folded: FoldEvent) => void,
  ) {}

  /** The facts about the event's source. They hold until the next event. */
  of(folded: FoldEvent): this {
    this.folded = folded;
    return this;
  }

  distinctFailed(at: number): number {
    const network = this.loaded(at);
    return network === undefined ? 0 : this.sources.distinctFailed(network, at);
  }

  namesTried(at: number): number {
    const network = this.loaded(at);
    return network === undefined ? 0 : this.sources.namesTried(network, at);
  }

  arrived(at: number): number {
    const network = this.loaded(at);
    const { accountId = '' } = this.folded ?? {};
    return network === undefined ? 0 : this.sources.arrived(network, at, accountId);
  }

  model(at: number): SignInModel | undefined {
    return this.signIns.modelAt(at);
  }

  private loaded(at: number): string | undefined {
    const { folded } = this;
    if (folded?.network === undefined) return undefined;
    if (this.sources.isLoaded(folded.network, at)) return folded.network;
    this.missing(folded);
    return undefined;
  }
}
