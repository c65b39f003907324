import { spawn } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A browser with a profile of its own. */
export interface OpenBrowser {
  close(): Promise<void>;
}

/** What it is opened with. */
export interface OpenBrowserOptions {
  /** The program. */
  readonly browser: string;
  readonly page: string;
  /** The certificate of the authority and of the API, PEM. */
  readonly certFile: string;
}

/**
 * Opens the page in a fresh profile that trusts the key of one certificate, and else what every profile trusts. Nothing is installed in a
 * trust store, and the profile is gone when the example ends.
 */
export async function openBrowser({ browser, page, certFile }: OpenBrowserOptions): Promise<OpenBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'holdfast-example-'));
  const parameters = [
    `--user-data-dir=${profile}`,
    `--ignore-certificate-errors-spki-list=${spkiHash(readFileSync(certFile, 'utf8'))}`,
    '--no-first-run',
    '--no-default-browser-check',
    // Chromium refuses to run as root within its sandbox: in a container.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    page,
  ];
  const child = spawn(browser, parameters, { stdio: 'ignore' });
  // A browser that does not start is no reason to end: the address is printed, too.
  const ended = once(child, 'exit').catch(() => undefined);
  child.on('error', () => undefined);
  return {
    async close() {
      child.kill('SIGTERM');
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 1_000).unref())]);
      child.kill('SIGKILL');
      await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }).catch(() => undefined);
    },
  };
}

/** Base64 SHA-256 of the public key of a certificate, as `--ignore-certificate-errors-spki-list` takes it. */
export function spkiHash(pem: string): string {
  const spki = new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('base64');
}
