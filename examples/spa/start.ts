/*
 * `npm run example:spa`: the authority, the sample API and the page, in a browser that trusts them.
 */
import { buildReadyLine, buildWelcome } from './start/announce.ts';
import { startAuthority } from './start/authority.ts';
import { findBrowser } from './start/find-browser.ts';
import { openBrowser } from './start/open-browser.ts';
import { defaultPort, type Options, readOptions, usage } from './start/options.ts';
import { holdPort } from './start/page-server.ts';
import { AuthorityRefused, StartFailed } from './start/start-failed.ts';

const parameters = process.argv.slice(2);
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());

try {
  const options = readOptions(parameters);
  if (options === 'help') console.log(usage);
  else await run(options);
} catch (error) {
  // Nothing that fails after a signal is worth a word.
  if (stopping.signal.aborted) process.exit(0);
  if (!(error instanceof StartFailed || error instanceof AuthorityRefused)) throw error;
  const { code, message, mend } = error;
  console.error(`example: ${message} ${mend}`);
  if (parameters.includes('--json')) console.log(JSON.stringify({ ready: false, code, message, mend }));
  process.exitCode = error.exitCode;
}

async function run(options: Options): Promise<void> {
  const held = await holdPort(options.port);
  const closing: (() => Promise<unknown>)[] = [() => held.close()];
  try {
    const page = `http://localhost:${held.port}/`;
    const { dataDirectory, portBase } = options;
    const redirectUri = held.port === defaultPort ? undefined : `${page}redirect.html`;
    const authority = await startAuthority({ dataDirectory, portBase, redirectUri, stopping: stopping.signal });
    closing.push(() => authority.close());
    const { sts, api, applications, certs } = authority.ready;
    const spa = applications.find(({ name }) => name === 'spa');
    if (spa === undefined) throw new StartFailed('ERR_EXAMPLE_AUTHORITY', { detail: 'it has no application spa' });
    await held.serve({ VITE_AUTHORITY: `${sts}/${spa.tenantId}`, VITE_CLIENT_ID: spa.clientId, VITE_API: api });
    const browser = options.open ? findBrowser() : undefined;
    if (browser !== undefined) {
      const opened = await openBrowser({ browser, page, certFile: certs.localhost.certFile });
      closing.push(() => opened.close());
    }
    const running = { page, ready: authority.ready, browser };
    process.stdout.write(options.json ? `${buildReadyLine(running)}\n` : buildWelcome(running));
    await Promise.race([authority.ended, untilStopped()]);
    if (!stopping.signal.aborted) throw new StartFailed('ERR_EXAMPLE_AUTHORITY');
  } finally {
    await Promise.all(closing.map((close) => close()));
  }
}

function untilStopped(): Promise<void> {
  if (stopping.signal.aborted) return Promise.resolve();
  return new Promise((resolve) => stopping.signal.addEventListener('abort', () => resolve(), { once: true }));
}
