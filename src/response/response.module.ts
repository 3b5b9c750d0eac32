import { Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { DirectoriesModule } from '../directories/directories.module.js';
import { MINUTE_MS } from '../kernel/clock.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { SecretsModule } from '../platform/secrets/secrets.module.js';
import { JobRegistry } from '../platform/queue/job-registry.js';
import { ACTION_JOB, ActionQueue } from './action-queue.service.js';
import { ActionRunner } from './action-runner.service.js';
import { ActionSweeper, NO_SILENCE } from './action-sweeper.service.js';
import { ActionClaims } from './action-claims.service.js';
import { ActionExpiry } from './action-expiry.service.js';
import { ActionExpiryRepository } from './action-expiry.repository.js';
import { ActionHistoryRepository } from './action-history.repository.js';
import { ActionPlans } from './action-plan.service.js';
import { ActionRecorder } from './action-recorder.service.js';
import { ActionReview } from './action-review.service.js';
import { ActionSnapshots } from './action-snapshots.service.js';
import { ActionTargets } from './action-targets.service.js';
import { ActionWaypoints } from './action-waypoints.js';
import { AllowanceService } from './allowance.service.js';
import { HeldActionRepository } from './held-action.repository.js';
import { HeldActions } from './held-actions.service.js';
import { ManualRailsService } from './manual-rails.service.js';
import { ActionProcessor } from './action.processor.js';
import { ActionReadModel } from './action.read-model.js';
import { ActionRepository } from './action.repository.js';
import { ActionsController } from './actions.controller.js';
import { ActionsService } from './actions.service.js';
import { CampaignAccountRepository } from './campaign-account.repository.js';
import { CampaignWithdrawal } from './campaign-withdrawal.service.js';
import { ResetCampaignRepository } from './reset-campaign.repository.js';
import { DecisionsService } from './decisions.service.js';
import { ResponsePolicyController } from './response-policy.controller.js';
import { ResponsePolicyRepository } from './response-policy.repository.js';
import { ResponsePolicyService } from './response-policy.service.js';
import { TemporaryPasswordRepository } from './temporary-password.repository.js';
import { TemporaryPasswordsController } from './temporary-passwords.controller.js';
import { TemporaryPasswordsService } from './temporary-passwords.service.js';

/** Decisions, guard rails and actions. */
@Module({
  imports: [AccountsModule, DirectoriesModule, SecretsModule],
  controllers: [ActionsController, ResponsePolicyController, TemporaryPasswordsController],
  providers: [
    ActionClaims,
    ActionExpiry,
    ActionExpiryRepository,
    ActionHistoryRepository,
    ActionPlans,
    ActionProcessor,
    ActionQueue,
    ActionReadModel,
    ActionRecorder,
    ActionRepository,
    ActionReview,
    ActionRunner,
    ActionsService,
    ActionSnapshots,
    ActionSweeper,
    ActionTargets,
    ActionWaypoints,
    AllowanceService,
    CampaignAccountRepository,
    CampaignWithdrawal,
    DecisionsService,
    HeldActionRepository,
    HeldActions,
    ManualRailsService,
    ResetCampaignRepository,
    ResponsePolicyRepository,
    ResponsePolicyService,
    TemporaryPasswordRepository,
    TemporaryPasswordsService,
  ],
  exports: [
    ActionHistoryRepository,
    ActionQueue,
    ActionRepository,
    ActionReview,
    ActionsService,
    CampaignAccountRepository,
    CampaignWithdrawal,
    DecisionsService,
    ResetCampaignRepository,
    ResponsePolicyService,
    TemporaryPasswordsService,
  ],
})
export class ResponseModule implements OnApplicationBootstrap {
  constructor(
    jobs: JobRegistry,
    processor: ActionProcessor,
    private readonly sweeper: ActionSweeper,
    expiry: ActionExpiry,
    held: HeldActions,
    temporaryPasswords: TemporaryPasswordsService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    jobs.add(ACTION_JOB, processor.handle);
    jobs.addRecurring('sweep-actions', MINUTE_MS, () => sweeper.sweep());
    jobs.addRecurring('take-back-expired-actions', MINUTE_MS, () => expiry.takeBack());
    jobs.addRecurring('release-held-actions', MINUTE_MS, () => held.release());
    jobs.addRecurring('forget-temporary-passwords', MINUTE_MS, () =>
      temporaryPasswords.forgetExpired(),
    );
  }

  /** What a crash has lost shouldn't wait for the next sweep. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.settings.ROLE !== 'api') await this.sweeper.sweep(NO_SILENCE);
  }
}
