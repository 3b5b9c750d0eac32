import { z } from 'zod';
import { MINUTE_MS } from '../../../kernel/clock.js';
import { defineDetector } from '../detector.js';
import { isUse } from '../fold-event.js';

/** The account is used here, far away, and here again, within the hour: two people. */
export const concurrentSessions = defineDetector({
  id: 'concurrent-sessions',
  title: 'Concurrent sessions far apart',
  technique: 'T1078',
  description:
    'Within the window the account was used at one place, at another far away, and at the first again, and one of them is new for it since yesterday. ' +
    'A computer behind a new VPN beside a phone that is not looks the same.',
  weight: 0.12,
  about: 'place',
  on: ['sign-in', 'message'],
  needs: ['otherPlaces', 'networkAge', 'newNetworks', 'isKnownNetwork'],
  options: z.strictObject({
    minutes: z
      .number()
      .positive()
      .max(720)
      .default(60)
      .describe('Length of the window in minutes.'),
    km: z
      .number()
      .positive()
      .default(600)
      .describe('Distance at which two places are far apart, geolocation error included, in km.'),
    twoPlaces: z
      .number()
      .min(0)
      .max(1)
      .default(0.3)
      .describe('Confidence when there is one other place; a new VPN does that.'),
  }),

  inspect({ event, place }, facts, { minutes, km, twoPlaces }) {
    if (!isUse(event) || place?.country === undefined || facts.newNetworks() === 0)
      return undefined;
    const { far, km: farthest, isReturn } = facts.otherPlaces(minutes * MINUTE_MS, km);
    if (far === 0 || !isReturn) return undefined;

    return {
      confidence: Math.min(1, twoPlaces + 0.35 * (far - 1)),
      summary: `In use at ${far + 1} places up to ${Math.round(farthest)} km apart by turns within ${minutes} minutes.`,
      evidence: {
        windowMinutes: minutes,
        places: far + 1,
        km: Math.round(farthest),
        country: place.country,
        address: event.sourceIp ?? '',
      },
    };
  },
});
