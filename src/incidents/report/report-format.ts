/** The forms in which a report can be had. */
export const REPORT_FORMATS = ['application/json', 'text/html', 'text/markdown'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

const MOST_RANGES = 20;

/**
 * The form that an Accept header asks for (RFC 9110, section 12.5.1): the one with the highest
 * weight, the first of several; JSON where it doesn't say, or asks for something else.
 */
export function reportFormat(accept: string | undefined): ReportFormat {
  const ranges = (accept ?? '')
    .slice(0, 1_000)
    .split(',', MOST_RANGES)
    .map((part) => {
      const [range = '', ...parameters] = part.split(';').map((word) => word.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return { range, weight: weight === undefined ? 1 : Number(weight) || 0 };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { range } of ranges) {
    const format = REPORT_FORMATS.find(
      (known) => range === known || range === '*/*' || range === `${known.split('/', 1)[0]}/*`,
    );
    if (format) return format;
  }
  return 'application/json';
}
