import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { build, preview } from 'vite';
import { findInstalledBrowser } from '../../../conformance/portable/runtimes/installed-browser.ts';
import { type Admin, createAdmin } from '../../../packages/holdfast/test/support/admin.ts';
import {
  type HoldfastProcess,
  startHoldfast,
  temporaryFolder,
} from '../../../packages/holdfast/test/support/holdfast-process.ts';
import { spkiHash } from '../start/open-browser.ts';
import { buildViteConfig, holdPort } from '../start/page-server.ts';

/** The page as Vite builds it, a real `holdfast up`, and Chromium, which trusts its certificate. */
export interface BuiltPage {
  readonly url: string;
  readonly holdfast: HoldfastProcess;
  readonly admin: Admin;
  readonly browser: Browser;
  close(): Promise<void>;
}

export async function openBuiltPage(): Promise<BuiltPage> {
  const folder = await temporaryFolder();
  const held = await holdPort(0);
  const { port } = held;
  await held.close();
  const url = `http://localhost:${port}/`;
  const registered = ['--redirect-uri', `spa=${url}redirect.html`];
  const holdfast = await startHoldfast(['--data', join(folder.path, 'data'), ...registered]);
  const { sts, api, certs } = holdfast.ready;
  const { tenantId, clientId } = holdfast.application('spa');
  const outDir = join(folder.path, 'dist');
  const config = buildViteConfig({ VITE_AUTHORITY: `${sts}/${tenantId}`, VITE_CLIENT_ID: clientId, VITE_API: api });
  const built = { ...config, logLevel: 'warn', build: { outDir, emptyOutDir: true } } as const;
  await build(built);
  const server = await preview({ ...built, preview: { host: 'localhost', port, strictPort: true } });
  const trusted = spkiHash(readFileSync(certs.localhost.certFile, 'utf8'));
  const browser = await chromium.launch({
    executablePath: findInstalledBrowser('chromium').executablePath,
    args: ['--no-sandbox', '--disable-gpu', `--ignore-certificate-errors-spki-list=${trusted}`],
  });
  return {
    url,
    holdfast,
    admin: createAdmin(holdfast.ready),
    browser,
    async close() {
      await browser.close();
      await Promise.all([server.close(), holdfast.stop()]);
      await folder.remove();
    },
  };
}
