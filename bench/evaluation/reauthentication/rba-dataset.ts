import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { seededRandom } from '../../../samples/random.js';
import { HashCounts, hashOf } from './hash-counts.js';
import { ReauthenticationStudy, type StudiedSignIn } from './study.js';
import { figuresOf, type StudyFigures } from './study-report.js';

/** About so many accounts' scores are kept, of the millions in the data set. */
const STUDIED_ACCOUNTS = 20_000;
const LINES_A_REPORT = 5_000_000;

const COLUMNS = {
  account: 'User ID',
  address: 'IP Address',
  country: 'Country',
  region: 'Region',
  city: 'City',
  provider: 'ASN',
  client: 'User Agent String',
  program: 'Browser Name and Version',
  system: 'OS Name and Version',
  kind: 'Device Type',
  isSuccess: 'Login Successful',
  isTakeover: 'Is Account Takeover',
} as const;

type Row = Readonly<Record<keyof typeof COLUMNS, string>>;

/**
 * The study on rba-dataset.csv (Wiefling et al. 2022, CC BY 4.0), which an operator supplies. Read
 * twice as a stream: first for whose accounts were taken over, then for the scores. What is kept in
 * memory is a sample of accounts, and a counter for each different value.
 *
 * @throws Error when a column is missing
 */
export async function studyDataset(
  file: string,
  log: (message: string) => void,
): Promise<StudyFigures> {
  const takenOver = new Set<string>();
  const accounts = new HashCounts();
  for await (const { account, isTakeover } of rowsOf(file, log)) {
    if (isTrue(isTakeover)) takenOver.add(account);
    accounts.add(account);
  }
  const share = STUDIED_ACCOUNTS / accounts.size;
  const study = new ReauthenticationStudy({
    random: seededRandom(0, 'reauthentication'),
    hasTakeovers: takenOver.size > 0,
    isStudied: (account) =>
      takenOver.has(account) || (hashOf(`studied/${account}`) % 1e6) / 1e6 < share,
  });
  for await (const row of rowsOf(file, log)) {
    const signIn = signInOf(row);
    if (signIn !== undefined) study.see(signIn);
  }
  return figuresOf(file, study);
}

/** Undefined for a sign-in that failed. */
function signInOf(row: Row): StudiedSignIn | undefined {
  if (!isTrue(row.isSuccess)) return undefined;
  return {
    account: row.account,
    isTakeover: isTrue(row.isTakeover),
    town: `${row.country}/${row.region}/${row.city}`,
    features: {
      address: [row.address, row.provider, row.country],
      client: [row.client, row.program, row.system, row.kind],
    },
  };
}

async function* rowsOf(file: string, log: (message: string) => void): AsyncGenerator<Row> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  let places: Readonly<Record<keyof typeof COLUMNS, number>> | undefined;
  let read = 0;
  for await (const line of lines) {
    const cells = cellsOf(line);
    if (places === undefined) {
      places = placesOf(cells);
      continue;
    }
    const { account, address, country, region, city, provider } = places;
    const { client, program, system, kind, isSuccess, isTakeover } = places;
    const cell = (place: number): string => cells[place] ?? '';
    yield {
      account: cell(account),
      address: cell(address),
      country: cell(country),
      region: cell(region),
      city: cell(city),
      provider: cell(provider),
      client: cell(client),
      program: cell(program),
      system: cell(system),
      kind: cell(kind),
      isSuccess: cell(isSuccess),
      isTakeover: cell(isTakeover),
    };
    read += 1;
    if (read % LINES_A_REPORT === 0) log(`${read.toLocaleString('en-US')} rows`);
  }
}

function placesOf(header: readonly string[]): Readonly<Record<keyof typeof COLUMNS, number>> {
  const placeOf = (column: string): number => {
    const place = header.indexOf(column);
    if (place === -1) throw new Error(`the data set has no column "${column}"`);
    return place;
  };
  return {
    account: placeOf(COLUMNS.account),
    address: placeOf(COLUMNS.address),
    country: placeOf(COLUMNS.country),
    region: placeOf(COLUMNS.region),
    city: placeOf(COLUMNS.city),
    provider: placeOf(COLUMNS.provider),
    client: placeOf(COLUMNS.client),
    program: placeOf(COLUMNS.program),
    system: placeOf(COLUMNS.system),
    kind: placeOf(COLUMNS.kind),
    isSuccess: placeOf(COLUMNS.isSuccess),
    isTakeover: placeOf(COLUMNS.isTakeover),
  };
}

/** Cells of a line of RFC 4180; the data set has no line breaks within cells. */
export function cellsOf(line: string): readonly string[] {
  if (!line.includes('"')) return line.split(',');
  const cells: string[] = [];
  let at = 0;
  while (at <= line.length) {
    if (line[at] !== '"') {
      const end = line.indexOf(',', at);
      cells.push(line.slice(at, end === -1 ? undefined : end));
      at = end === -1 ? line.length + 1 : end + 1;
      continue;
    }
    let end = line.indexOf('"', at + 1);
    while (end !== -1 && line[end + 1] === '"') end = line.indexOf('"', end + 2);
    const close = end === -1 ? line.length : end;
    cells.push(line.slice(at + 1, close).replaceAll('""', '"'));
    at = close + 2;
  }
  return cells;
}

function isTrue(cell: string): boolean {
  return cell === 'True' || cell === 'true' || cell === '1';
}
