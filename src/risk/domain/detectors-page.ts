import { z } from 'zod';
import type { Aspect, Detector } from './detector.js';

const HEAD = `# Detectors

Each looks at one event and at what is known of the past, and says how sure it is that somebody else
uses the account. A signal's contribution is weight × confidence × decay; an account is at \`high\`
from a score of 50, so a weight below 0.5 says that the detector alone never brings it there. Weights,
options and whether a detector is on are settings: \`PATCH /v1/detectors/{id}\`.

What a detector is about decides what silences it: see [suppressors](suppressors.md).

This page is generated from the detectors: \`npm run docs:detectors\` writes it.
`;

const ABOUT: Readonly<Record<Aspect, string>> = {
  place: 'Where it is used from',
  client: 'What it is used with',
  time: 'When it is used',
  guessing: 'Who guesses at it',
  sender: 'In whose name it sends',
  volume: 'What it sends',
  password: 'What is known of its password',
};

const Property = z.object({ description: z.string().optional(), default: z.unknown() });

/** The page docs/detectors.md, as Markdown. */
export function detectorsPage(detectors: readonly Detector[]): string {
  const sections = Object.entries(ABOUT).map(([about, title]) => {
    const some = detectors.filter((detector) => detector.about === about);
    return `\n## ${title}\n${some.map(section).join('')}`;
  });
  return HEAD + sections.join('');
}

function section(detector: Detector): string {
  const { id, title, technique, weight, description, on, failureOnly, options } = detector;
  const { properties = {} } = z.toJSONSchema(options, { io: 'input' });
  const rows = Object.entries(properties).map(([name, property]) => {
    const { description: told = '', default: preset } = Property.parse(property);
    return `- \`${name}\` (${JSON.stringify(preset)}): ${told}\n`;
  });
  const failures = failureOnly === true ? ' Failures alone never bring an account to `high`.' : '';
  return `
### ${title}

\`${id}\` · weight ${weight} · ATT&CK ${technique} · looks at: ${on.length === 0 ? 'no event' : on.join(', ')}

${description}${failures && !description.includes('Failures alone') ? failures : ''}

${rows.join('')}`;
}
