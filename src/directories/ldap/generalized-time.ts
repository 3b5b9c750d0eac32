const TIME = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:[.,](\d{1,9}))?Z$/;

/** Reads a generalized time in UTC (RFC 4517, 3.3.13); undefined when it is none. */
export function parseGeneralizedTime(text: string | undefined): Date | undefined {
  const parts = text === undefined ? null : TIME.exec(text);
  if (!parts) return undefined;
  const [, year, month, day, hour, minute, second = '00', fraction = '0'] = parts;
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(time.getTime())) return undefined;
  return new Date(time.getTime() + Math.trunc(Number(`0.${fraction}`) * 1_000));
}

/** Writes a time to the second. */
export function generalizedTime(time: Date): string {
  return `${time.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`;
}
