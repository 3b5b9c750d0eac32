import { type Settings, readSettings } from '../config/settings.js';
import { startEmbeddedPostgres } from '../database/embedded-postgres.js';
import { checkSiteDatabase } from '../database/site-database.js';
import { JsonLogger } from '../logging/json-logger.js';
import { prepareDataDirectory } from './data-directory.js';
import { type Explanation, explainFailure } from './explain-failure.js';
import { checkPort, portError } from './port.js';
import { writeRunFile } from './run-file.js';
import { StartupError } from './startup-error.js';
import { type StopRequest, listenForStop } from './stop-request.js';
import { Teardown } from './teardown.js';

/** How long each part may take to end after a failure. */
const FAILED_STEP_MS = 5_000;

/** What is run: a Nest application on Fastify is one. */
export interface Service {
  listen(port: number, host: string): Promise<unknown>;
  getUrl(): Promise<string>;
  /** Its `close` stops accepting and waits for the requests in flight. */
  getHttpAdapter(): { close(): Promise<unknown> };
  /** Lets jobs in flight end and gives the database's connections back. */
  close(): Promise<void>;
}

/** Makes the service, its schema migrated, on the database at the URL. */
export type ServiceFactory = (settings: Settings, databaseUrl: string) => Promise<Service>;

/**
 * The life of the process: checks first, then the database, the service, the port; until a signal,
 * and then everything in the reverse order. Whatever goes wrong is said in one message on standard
 * error, with nothing left running.
 *
 * @returns the exit code: 0 when it was asked to end, 78 for wrong settings, 1 for anything else
 */
export async function runService(
  environment: NodeJS.ProcessEnv,
  createService: ServiceFactory,
): Promise<number> {
  const stop = listenForStop(complain);
  const teardown = new Teardown();
  let ended: Explanation | undefined;
  try {
    await Promise.race([serve(readSettings(environment), createService, stop, teardown), stop.bug]);
  } catch (error) {
    // A start that was given up for a signal is no failure.
    if (!stop.abort.aborted) ended = explainFailure(error);
  }
  if (ended) complain(ended.message);
  stop.hurry();
  // After a failure there is nothing to wait for, and one message has said it all.
  await (ended ? teardown.run(() => undefined, FAILED_STEP_MS) : teardown.run(complain));
  return ended?.exitCode ?? 0;
}

function complain(line: string): void {
  process.stderr.write(`authwarden: ${line}\n`);
}

/** What the steps of the start share. */
interface Run {
  readonly settings: Settings;
  readonly createService: ServiceFactory;
  readonly log: JsonLogger;
  readonly stop: StopRequest;
  readonly teardown: Teardown;
}

/** Runs until it is asked to end; throws what keeps it from running. */
async function serve(
  given: Settings,
  createService: ServiceFactory,
  stop: StopRequest,
  teardown: Teardown,
): Promise<void> {
  const settings = needsDataDirectory(given)
    ? { ...given, DATA_DIR: await prepareDataDirectory(given.DATA_DIR) }
    : given;
  await checkPort(settings.HOST, settings.PORT);
  const log = new JsonLogger(settings);
  const run: Run = { settings, createService, log, stop, teardown };
  const database = await openDatabase(run);
  const lost = database.lost.then((why) => {
    throw new StartupError(why);
  });
  await Promise.race([lost, serveOn(database.url, run)]);
}

async function openDatabase({
  settings: { DATABASE_URL, DATA_DIR },
  log,
  stop,
  teardown,
}: Run): Promise<{ readonly url: string; readonly lost: Promise<string> }> {
  if (DATABASE_URL !== undefined) {
    await checkSiteDatabase(DATABASE_URL);
    return { url: DATABASE_URL, lost: new Promise(() => undefined) };
  }
  const database = await startEmbeddedPostgres({
    dataDir: DATA_DIR,
    log: (message) => log.write('info', message),
    abort: stop.abort,
  });
  teardown.add('PostgreSQL', () => database.stop());
  return database;
}

async function serveOn(
  databaseUrl: string,
  { settings, createService, log, stop, teardown }: Run,
): Promise<void> {
  const { HOST: host, PORT: port, DATA_DIR: dataDir, ROLE: role } = settings;
  stop.abort.throwIfAborted();
  const service = await createService(settings, databaseUrl);
  teardown.add('the service', () => service.close());
  stop.abort.throwIfAborted();
  await service.listen(port, host).catch((error: unknown) => {
    throw portError(host, port, error) ?? error;
  });
  teardown.add('the API', async () => void (await service.getHttpAdapter().close()));

  const url = await service.getUrl();
  if (needsDataDirectory(settings))
    teardown.add('run.json', writeRunFile(dataDir, { pid: process.pid, url }));
  log.write('info', 'ready', { url, docs: `${url}/docs`, role });

  log.write('info', `${await stop.signal}: ending the work in flight, then the process`);
}

/** Whether anything of ours is kept in files: the embedded database, or a generated key. */
function needsDataDirectory({ DATABASE_URL, SECRETS_KEY }: Settings): boolean {
  return DATABASE_URL === undefined || SECRETS_KEY === undefined;
}
