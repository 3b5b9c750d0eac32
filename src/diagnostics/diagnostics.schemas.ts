import { z } from 'zod';

const CheckView = z.object({
  id: z.string().describe('What was looked at.'),
  status: z
    .enum(['ok', 'warning', 'failed'])
    .describe('`failed`: something does not work; `warning`: it works with less.'),
  detail: z.string().describe('What was found.'),
  mend: z.string().nullable().describe('What to do about it.'),
});

export const DiagnosticsView = z
  .object({ items: z.array(CheckView).describe('Everything that was looked at.') })
  .meta({
    id: 'Diagnostics',
    examples: [
      {
        items: [
          {
            id: 'geolocation',
            status: 'warning',
            detail:
              'no database of places: countries and distances are unknown; providers are guessed by /16',
            mend: 'Install the optional packages, or set GEOIP_CITY_DB to an MMDB file.',
          },
        ],
      },
    ],
  });
export type DiagnosticsView = z.output<typeof DiagnosticsView>;
