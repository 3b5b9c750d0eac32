import { Injectable } from '@nestjs/common';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import type { Operator } from '../auth/operator.js';
import { DomainError } from '../kernel/errors.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { DetectorSettingRepository, type StoredSetting } from './detector-setting.repository.js';
import type { Detector } from './domain/detector.js';
import {
  defaultDetectorSettings,
  type DetectorSetting,
  type DetectorSettings,
  parseDetectorOptions,
} from './domain/detector-settings.js';
import { DETECTORS } from './domain/detectors.js';

/** A detector and how it is set. */
export interface DetectorInUse {
  readonly detector: Detector;
  readonly setting: DetectorSetting;
}

/** What an operator wants to be different; the rest stays. */
export interface DetectorChange {
  readonly enabled?: boolean | undefined;
  readonly weight?: number | undefined;
  /** Options that are left out keep their value. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}

/** The detectors' settings: defaults, and what operators changed. */
@Injectable()
export class DetectorsService {
  private remembered: { version: string; settings: DetectorSettings } | undefined;

  constructor(
    private readonly repository: DetectorSettingRepository,
    private readonly database: Database,
    private readonly auditLog: AuditLogService,
  ) {}

  /** The settings in force, as the transaction sees them. @param known their version, if it was read */
  async settings(tx: Transaction, known?: string): Promise<DetectorSettings> {
    const version = known ?? (await this.repository.version(tx));
    if (this.remembered?.version !== version)
      this.remembered = { version, settings: merge(await this.repository.all(tx)) };
    return this.remembered.settings;
  }

  /** Every detector with its setting. */
  async list(): Promise<DetectorInUse[]> {
    const settings = await this.settings(this.database.direct);
    return DETECTORS.map((detector) => inUse(detector, settings));
  }

  /** @throws DomainError `detector-not-found`, `detector-options-invalid` */
  async change(id: string, change: DetectorChange, operator: Operator): Promise<DetectorInUse> {
    const detector = DETECTORS.find((known) => known.id === id);
    if (!detector)
      throw new DomainError('not-found', 'detector-not-found', `There is no detector "${id}".`);
    return this.database.transaction(async (tx) => {
      const before = inUse(detector, await this.settings(tx)).setting;
      const setting: DetectorSetting = {
        enabled: change.enabled ?? before.enabled,
        weight: change.weight ?? before.weight,
        options: parseDetectorOptions(id, { ...before.options, ...change.options }),
      };
      await this.repository.save(tx, { detector: id, ...setting });
      await this.auditLog.append(
        {
          actor: operator,
          what: 'detector.changed',
          subject: id,
          detail: { before, after: setting },
        },
        tx,
      );
      return { detector, setting };
    });
  }
}

function merge(stored: readonly StoredSetting[]): DetectorSettings {
  const settings = defaultDetectorSettings();
  for (const { detector, enabled, weight, options } of stored)
    if (settings.has(detector))
      settings.set(detector, { enabled, weight, options: parseDetectorOptions(detector, options) });
  return settings;
}

function inUse(detector: Detector, settings: DetectorSettings): DetectorInUse {
  const setting = settings.get(detector.id);
  if (!setting) throw new Error(`the detector ${detector.id} has no setting`);
  return { detector, setting };
}
