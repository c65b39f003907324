/*
 * `npm run example:spa`: the authority, the sample API and the page, in a browser that trusts them.
 */
import { buildReadyLine, buildWelcome } from './start/announce.ts';
import { startAuthority } from './start/authority.ts';
import { findBrowser } from './start/find-browser.ts';
import { openBrowser } from './start/open-browser.ts';
import { defaultPort, type Options, readOptions, usage } from './start/options.ts';
import { findPort, startPageServer } from './start/page-server.ts';
import { AuthorityRefused, StartFailed } from './start/start-failed.ts';

const parameters = process.argv.slice(2);
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());

try {
  const options = readOptions(parameters);
  if (options === 'help') console.log(usage);
  else await run(options);
} catch (error) {
  if (!(error instanceof StartFailed || error instanceof AuthorityRefused)) throw error;
  const { code, message, mend } = error;
  console.error(`example: ${message} ${mend}`);
  if (parameters.includes('--json')) console.log(JSON.stringify({ ready: false, code, message, mend }));
  process.exitCode = error.exitCode;
}

async function run(options: Options): Promise<void> {
  const port = await findPort(options.port);
  const page = `http://localhost:${port}/`;
  const { dataDirectory, portBase } = options;
  const redirectUri = port === defaultPort ? undefined : `${page}redirect.html`;
  const authority = await startAuthority({ dataDirectory, portBase, redirectUri });
  const closing: (() => Promise<unknown>)[] = [() => authority.close()];
  try {
    const { sts, api, applications, certs } = authority.ready;
    const spa = applications.find(({ name }) => name === 'spa');
    if (spa === undefined) throw new StartFailed('ERR_EXAMPLE_AUTHORITY', { detail: 'it has no application spa' });
    const settings = { VITE_AUTHORITY: `${sts}/${spa.tenantId}`, VITE_CLIENT_ID: spa.clientId, VITE_API: api };
    const server = await startPageServer(port, settings);
    closing.push(() => server.close());
    const browser = options.open ? findBrowser() : undefined;
    if (browser !== undefined) {
      const opened = await openBrowser({ browser, page, certFile: certs.localhost.certFile });
      closing.push(() => opened.close());
    }
    const running = { page, ready: authority.ready, browser };
    process.stdout.write(options.json ? `${buildReadyLine(running)}\n` : buildWelcome(running));
    await Promise.race([authority.ended, untilStopped()]);
  } finally {
    await Promise.all(closing.map((close) => close()));
  }
}

function untilStopped(): Promise<void> {
  if (stopping.signal.aborted) return Promise.resolve();
  return new Promise((resolve) => stopping.signal.addEventListener('abort', () => resolve(), { once: true }));
}
