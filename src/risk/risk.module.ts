import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { MINUTE_MS } from '../kernel/clock.js';
import { JobRegistry } from '../platform/queue/job-registry.js';
import { ResponseModule } from '../response/response.module.js';
import { DetectorSettingRepository } from './detector-setting.repository.js';
import { DetectorsService } from './detectors.service.js';
import { OutsideSignals } from './outside-signals.service.js';
import { FoldUpkeepService } from './fold-upkeep.service.js';
import { FoldReplayRepository } from './fold-replay.repository.js';
import { FoldReplay } from './fold-replay.service.js';
import { FoldRepository } from './fold.repository.js';
import { FoldService } from './fold.service.js';
import { KnownGoodRepository } from './known-good.repository.js';
import { RiskController } from './risk.controller.js';
import { ScoringService } from './scoring.service.js';
import { SignalReadModel } from './signal.read-model.js';
import { SignalRepository } from './signal.repository.js';
import { SourceReadModel } from './sources/source.read-model.js';
import { SourcesController } from './sources/sources.controller.js';
import { SourcesService } from './sources/sources.service.js';
import { SettledEvidenceRepository } from './suppressors/settled-evidence.repository.js';
import { SuppressionService } from './suppressors/suppression.service.js';
import { SuppressorRepository } from './suppressors/suppressor.repository.js';
import { SuppressorsController } from './suppressors/suppressors.controller.js';
import { SuppressorsService } from './suppressors/suppressors.service.js';
import { VerdictsService } from './verdicts.service.js';

/** Detectors, signals, scores and verdicts. */
@Module({
  imports: [AccountsModule, ResponseModule],
  controllers: [RiskController, SourcesController, SuppressorsController],
  providers: [
    DetectorSettingRepository,
    DetectorsService,
    OutsideSignals,
    FoldReplay,
    FoldReplayRepository,
    FoldRepository,
    FoldService,
    FoldUpkeepService,
    KnownGoodRepository,
    ScoringService,
    SettledEvidenceRepository,
    SignalReadModel,
    SignalRepository,
    SourceReadModel,
    SourcesService,
    SuppressionService,
    SuppressorRepository,
    SuppressorsService,
    VerdictsService,
  ],
  exports: [
    DetectorsService,
    OutsideSignals,
    FoldReplay,
    FoldService,
    FoldUpkeepService,
    ScoringService,
  ],
})
export class RiskModule {
  constructor(jobs: JobRegistry, upkeep: FoldUpkeepService) {
    jobs.addRecurring('refresh-scores', 10 * MINUTE_MS, () => upkeep.refreshScores());
  }
}
