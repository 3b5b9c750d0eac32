import { DomainError } from '../../kernel/errors.js';
import { DETECTORS, detectorById } from './detectors.js';

/** How one detector is set. */
export interface DetectorSetting {
  readonly enabled: boolean;
  /** 0..1. */
  readonly weight: number;
  /** As `parseDetectorOptions` gave them. */
  readonly options: object;
}

/** The settings by detector id; a detector that isn't in them is off. */
export type DetectorSettings = ReadonlyMap<string, DetectorSetting>;

/** Every detector switched on, with its own weight and options. */
export function defaultDetectorSettings(): Map<string, DetectorSetting> {
  return new Map(
    DETECTORS.map(({ id, weight, options }) => [
      id,
      { enabled: true, weight, options: options.parse({}) },
    ]),
  );
}

/**
 * Checks a detector's options and fills in what is left out.
 *
 * @throws DomainError `detector-not-found`, or `detector-options-invalid` with every complaint
 */
export function parseDetectorOptions(id: string, options: unknown): object {
  const detector = detectorById(id);
  if (detector === undefined) {
    throw new DomainError('not-found', 'detector-not-found', `There is no detector "${id}".`);
  }
  const parsed = detector.options.safeParse(options);
  if (parsed.success) return parsed.data;
  throw new DomainError(
    'invalid',
    'detector-options-invalid',
    `The options of the detector "${id}" are not valid.`,
    {
      errors: parsed.error.issues.map(({ path, message }) => ({
        path: ['options', ...path].map(String).join('.'),
        message,
      })),
    },
  );
}
