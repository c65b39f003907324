import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Admin, createAdmin } from '../../../packages/holdfast/test/support/admin.ts';
import {
  type HoldfastProcess,
  startHoldfast,
  temporaryFolder,
} from '../../../packages/holdfast/test/support/holdfast-process.ts';
import { hashOfKey } from '../launch/hash-of-key.ts';
import type { LaunchOptions, RealBrowser } from '../launch/real-browser.ts';
import { openPageServer, type Page, type PageServer } from '../pages/page-server.ts';
import { describePages, type PageWish } from './describe-pages.ts';

/** A browser, the real `holdfast up`, and a web server for the pages of an application. */
export interface Scene {
  readonly browser: RealBrowser;
  /** Starts another one like it, whose only profile lies in a folder, and outlives it. */
  launchKeeping(folder: string): Promise<RealBrowser>;
  readonly holdfast: HoldfastProcess;
  readonly admin: Admin;
  readonly pages: PageServer;
  close(): Promise<void>;
}

/** Options of {@link openScene}. */
export interface SceneOptions {
  readonly launch: (options: LaunchOptions) => Promise<RealBrowser>;
  /** The pages, by path. */
  readonly pages: Readonly<Record<string, PageWish>>;
  /** Paths that the application `spa` may be answered at, at both sites. */
  readonly redirectPaths: readonly string[];
}

/** The site of the authority, as browsers see it; and a site next to it, from which no cookies of the first are sent. */
export const sites = { same: 'localhost', other: 'app.localhost' } as const;

/** Opens the scene: pages come over https, because a browser takes http and https on one host for two sites. */
export async function openScene({ launch, pages, redirectPaths }: SceneOptions): Promise<Scene> {
  const served = new Map<string, Page>();
  const [folder, server] = await Promise.all([temporaryFolder(), openPageServer({ pages: served, protocol: 'https' })]);
  const redirectUris = Object.values(sites).flatMap((site) => redirectPaths.map((path) => server.origin(site) + path));
  const registered = redirectUris.flatMap((uri) => ['--redirect-uri', `spa=${uri}`]);
  const holdfast = await startHoldfast(['--data', join(folder.path, 'data'), ...registered]);
  const { certFile, keyFile } = holdfast.ready.certs.localhost;
  const [cert, key, described] = await Promise.all([
    readFile(certFile, 'utf8'),
    readFile(keyFile, 'utf8'),
    describePages(pages, holdfast.ready),
  ]);
  server.certify({ cert, key });
  for (const [path, page] of described) served.set(path, page);
  const trustedKey = hashOfKey(cert);
  const browser = await launch({ trustedKey });
  return {
    browser,
    launchKeeping: (profile) => launch({ trustedKey, folder: profile }),
    holdfast,
    admin: createAdmin(holdfast.ready),
    pages: server,
    async close() {
      await browser.close();
      await Promise.all([server.close(), holdfast.stop()]);
      await folder.remove();
    },
  };
}
