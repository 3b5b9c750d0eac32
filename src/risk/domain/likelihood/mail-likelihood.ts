import type { AccountState } from '../account-state.js';
import type { FoldEvent } from '../fold-event.js';
import {
  clientHabit,
  methodHabit,
  methodParts,
  providerHabit,
  usesOfMethod,
} from '../habit-keys.js';
import type { MethodParts } from '../habit-keys.js';
import { networkKey } from '../network-key.js';
import { likelihoodRatio } from './likelihood-ratio.js';
import type { FeatureCounts } from './likelihood-ratio.js';
import { countryKey } from './sign-in-model.js';
import type { SignInModel } from './sign-in-model.js';

/** Weights of address, ASN and country as in Wiefling et al. 2022; the address stands for its network. */
const PLACE = { network: 0.6, provider: 0.3, country: 0.1 };

/**
 * Sign-ins to mail have no user agent: the client's name stands for it, then the protocol, with and
 * without the mechanism, then whether the connection was encrypted. The split is ours.
 */
const PROGRAM = { client: 0.6, method: 0.15, protocol: 0.2, tls: 0.05 };

/**
 * The likelihood ratio of a sign-in, from counters of the account and of everybody.
 *
 * @param state as it was before the event
 * @returns undefined for an account's first sign-in, and without a model
 */
export function mailLikelihood(
  state: AccountState,
  { event, network, place, declared }: FoldEvent,
  model: SignInModel | undefined,
): number | undefined {
  if (model === undefined || event.sourceIp === undefined || network === undefined)
    return undefined;
  const all = (name: string): number => model.counts.get(name) ?? 0;
  const habit = (weight: number, name: string) => ({
    weight,
    own: state.habits.usesOf(name),
    all: all(name),
  });
  const key = networkKey(network, declared);
  const country = place?.country ?? '';
  const known = state.countries.find((one) => one.country === country);
  const where: FeatureCounts = {
    levels: [
      // Networks are too many to be counted, and hardly ever shared: everybody's count as never seen.
      { weight: PLACE.network, own: state.networks.usesOf(key), all: 0 },
      habit(PLACE.provider, providerHabit(event.sourceIp, place)),
      { weight: PLACE.country, own: known?.uses ?? 0, all: all(countryKey(country)) },
    ],
    unseen: model.providers + model.countries + 1,
    withFinest: 0,
    coarserValues: 1,
  };
  const client = clientHabit(event.client);
  const parts = methodParts(methodHabit(event));
  const own = usesOfMethod(state.habits, parts);
  const part = (weight: number, name: keyof MethodParts) => ({
    weight,
    own: own[name],
    all: model.methods.get(parts[name]) ?? 0,
  });
  const withClient = all(client);
  const what: FeatureCounts = {
    levels: [
      habit(PROGRAM.client, client),
      part(PROGRAM.method, 'method'),
      part(PROGRAM.protocol, 'protocol'),
      part(PROGRAM.tls, 'tls'),
    ],
    unseen: model.methods.size + 1,
    withFinest: withClient,
    // Most programs speak one protocol.
    coarserValues: withClient === 0 ? 1 : 2,
  };
  // How often the account signs in at all is left out: a busy mailbox is attacked like any other.
  return likelihoodRatio([where, what], { signIns: model.signIns, own: state.counted });
}
