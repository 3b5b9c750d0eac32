import { seededRandom } from '../../samples/random.js';
import { GeoLocator } from '../../src/platform/geoip/geo-locator.js';
import { simulate, type Order, type Simulation } from '../simulation/simulation.js';
import { startEvaluated } from './authwarden/evaluated-service.js';
import type { Findings } from './authwarden/findings.js';
import { judge, type Alarm, type Judgement, type ProductFigures } from './judge.js';
import { PEERS } from './peers.js';
import type { Locate, Peer, PeerRun } from './peers/peer.js';
import { simulatedAddress, simulatedSignIn } from './reauthentication/simulated-sign-ins.js';
import { ReauthenticationStudy } from './reauthentication/study.js';
import { figuresOf, type StudyFigures } from './reauthentication/study-report.js';
import { Truth } from './truth.js';

/** The product's own name among the figures. */
export const AUTHWARDEN = 'authwarden';

/** What a run says. */
export interface Evaluation {
  readonly order: Order;
  /** Where the site was, ISO 3166-1. */
  readonly country: string;
  readonly lines: number;
  readonly events: number;
  readonly signals: number;
  readonly accountDays: number;
  readonly runSeconds: number;
  /** What Freeman's likelihood ratio alone would cost, on the same sign-ins. */
  readonly reauthentication: StudyFigures;
  /** By id: Authwarden first. */
  readonly products: Readonly<Record<string, ProductFigures & { readonly title: string }>>;
}

/** A run's figures, and Authwarden's mistakes to look into. */
export interface Evaluated {
  readonly evaluation: Evaluation;
  readonly simulation: Simulation;
  readonly own: Judgement;
  readonly findings: Findings;
}

/** Writes down an alarm when a peer's rules raise one. */
interface Reader {
  readonly id: string;
  readonly title: string;
  readonly keyedBy: Peer['keyedBy'];
  readonly run: PeerRun;
  readonly alarms: Alarm[];
}

/** Simulates, lets everybody read the same log, and judges. */
export async function runEvaluation(
  order: Order,
  log: (message: string) => void,
  abort: AbortSignal,
): Promise<Evaluated> {
  const begun = performance.now();
  const simulation = simulate(order);
  const locator = await GeoLocator.open({});
  const locate: Locate = (address) => locator.locate(address);
  const truth = new Truth(simulation.episodes);
  const random = seededRandom(order.seed, 'reauthentication');
  const study = new ReauthenticationStudy({
    random,
    anywhere: () => simulatedAddress(simulation.site.geography, random),
    isStudied: () => true,
    hasTakeovers: false,
  });
  const readers: readonly Reader[] = PEERS.map((peer) => ({
    id: peer.id,
    title: peer.title,
    keyedBy: peer.keyedBy,
    run: peer.open(locate),
    alarms: [],
  }));
  const service = await startEvaluated(simulation.people, log, abort);
  try {
    const sent = { lines: 0, events: 0 };
    for (const { day, acts, lines } of simulation.run()) {
      abort.throwIfAborted();
      const upload = service.send(lines);
      for (const act of acts) {
        truth.see(act);
        const signIn = simulatedSignIn(act, locate);
        if (signIn !== undefined) study.see(signIn);
        for (const { run, keyedBy, alarms } of readers) {
          const at = run.see(act);
          const hitsOwner = keyedBy === 'address' && act.episode === undefined;
          if (at !== undefined) alarms.push({ account: act.account, at, hitsOwner });
        }
      }
      const answer = await upload;
      sent.lines += answer.lines;
      sent.events += answer.events;
      if ((day + 1) % 7 === 0) log(`day ${day + 1} of ${order.days}: ${sent.events} events`);
    }
    const findings = await service.findings();
    const episodes = truth.begun();
    const accountDays = order.accounts * order.days;
    const own = judge(findings.alarms, episodes, accountDays);
    const peers = readers.map(({ id, title, alarms }) => [
      id,
      { title, ...judge(alarms, episodes, accountDays).figures },
    ]);
    const evaluation: Evaluation = {
      order,
      country: simulation.site.country,
      ...sent,
      signals: findings.signals,
      accountDays,
      runSeconds: (performance.now() - begun) / 1_000,
      reauthentication: figuresOf(`the simulation's own sign-ins (seed ${order.seed})`, study),
      products: {
        [AUTHWARDEN]: { title: 'Authwarden', ...own.figures },
        ...Object.fromEntries(peers),
      },
    };
    return { evaluation, simulation, own, findings };
  } finally {
    await service.stop();
  }
}
