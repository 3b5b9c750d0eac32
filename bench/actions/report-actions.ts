import type { CampaignFigures, ResetFigures } from './measure-actions.js';

/** What a run came to. */
export interface ActionFigures extends ResetFigures {
  readonly jobsAtOnce: number;
  readonly campaign: CampaignFigures;
}

/** The figures as text. */
export function report({ campaign, ...figures }: ActionFigures): string {
  const { resets, seconds, stageSeconds, jobsAtOnce } = figures;
  const inStages = Object.values(stageSeconds).reduce((sum, each) => sum + each, 0);
  const share = (part: number) => `${((100 * part) / (seconds * jobsAtOnce)).toFixed(0)} %`;
  return [
    `Forced resets, read back:            ${(resets / seconds).toFixed(1)} a second (${resets} in ${seconds.toFixed(1)} s, ${jobsAtOnce} at once)`,
    "Of the workers' time:",
    ...Object.entries(stageSeconds).map(
      ([stage, sum]) =>
        `  ${stage.padEnd(10)} ${share(sum).padStart(5)}   ${((1_000 * sum) / resets).toFixed(1)} ms an action`,
    ),
    `  ${'queue, idle'.padEnd(10)} ${share(seconds * jobsAtOnce - inStages).padStart(4)}`,
    `Campaign on ${campaign.accounts} accounts:          ${campaign.seconds.toFixed(0)} s`,
    `  paused with ${campaign.doneWhenPaused} done, begun while paused: ${campaign.begunWhilePaused}`,
    `  killed with ${campaign.doneWhenKilled} done, failed: ${campaign.failed}, all others done once it was started again`,
  ].join('\n');
}
