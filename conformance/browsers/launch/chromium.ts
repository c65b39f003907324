import { type BrowserContext, type Page, chromium as playwright } from 'playwright-core';
import { findInstalledBrowser } from '../../portable/runtimes/installed-browser.ts';
import { describeProfile, describeTab, keepComplaints } from './describe-tab.ts';
import {
  type Candidate,
  type LaunchOptions,
  type Profile,
  patienceMs,
  type RealBrowser,
  type Tab,
} from './real-browser.ts';

const { executablePath, missing } = findInstalledBrowser('chromium');

// It asks nobody for updates, and tests as root run without its sandbox.
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts Chromium, driven over its own protocol. */
async function launchChromium({ trustedKey, folder }: LaunchOptions = {}): Promise<RealBrowser> {
  const trust = trustedKey === undefined ? [] : [`--ignore-certificate-errors-spki-list=${trustedKey}`];
  const options = { executablePath, args: [...flags, ...trust] };
  if (folder !== undefined) {
    const context = await playwright.launchPersistentContext(folder, options);
    return { name: 'Chromium', openProfile: async () => openedProfile(context), close: () => context.close() };
  }
  const browser = await playwright.launch(options);
  return {
    name: 'Chromium',
    openProfile: async () => openedProfile(await browser.newContext()),
    close: () => browser.close(),
  };
}

function openedProfile(context: BrowserContext): Profile {
  context.setDefaultTimeout(patienceMs);
  return describeProfile(context, openedTab);
}

function openedTab(page: Page): Tab {
  page.on('popup', (popup) => takeFocus(page, popup));
  const { thrown, said, complaints } = keepComplaints();
  page.on('pageerror', thrown);
  page.on('console', said);
  return describeTab(page, {
    press: (selector) => page.locator(selector).first().click(),
    type: (selector, text) => page.locator(selector).first().fill(text),
    async until(work, argument) {
      const handle = await page.waitForFunction(work as never, argument as never);
      return (await handle.jsonValue()) as never;
    },
    async popup(work) {
      const [popup] = await Promise.all([page.waitForEvent('popup'), work()]);
      return openedTab(popup);
    },
    complaints,
    screenshot: async (path) => void (await page.screenshot({ path, fullPage: true })),
  });
}

// Without a window manager every page says that it has the focus. With one, a popup has it until it is closed, whatever its opener can see of it.
function takeFocus(page: Page, popup: Page): void {
  // A page that is gone by then needs none.
  const ignore = (): void => undefined;
  page.evaluate(() => void Object.assign(document, { hasFocus: () => false })).catch(ignore);
  popup.once('close', () => page.evaluate(() => Reflect.deleteProperty(document, 'hasFocus')).catch(ignore));
}

/** Chromium as Debian installs it. */
export const chromium: Candidate = { name: 'Chromium', missing, launch: launchChromium };
