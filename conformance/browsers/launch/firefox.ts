import { type BrowserContext, type JSHandle, launch, type Page } from 'puppeteer-core';
import { findInstalledBrowser } from '../../portable/runtimes/installed-browser.ts';
import {
  type Candidate,
  type LaunchOptions,
  type Profile,
  patienceMs,
  type RealBrowser,
  type Tab,
} from './real-browser.ts';
import { tellWhere } from './tell-where.ts';

const { executablePath, missing } = findInstalledBrowser('firefox-esr');

/** Starts Firefox, driven over WebDriver BiDi; it takes any certificate, because it has no way to take just one. */
async function launchFirefox({ folder }: LaunchOptions = {}): Promise<RealBrowser> {
  const options = { browser: 'firefox', executablePath, headless: true, acceptInsecureCerts: true } as const;
  const browser = await launch({ ...options, ...(folder === undefined ? {} : { userDataDir: folder }) });
  return {
    name: 'Firefox',
    openProfile: async () =>
      describeProfile(folder === undefined ? await browser.createBrowserContext() : browser.defaultBrowserContext()),
    close: () => browser.close(),
  };
}

function describeProfile(context: BrowserContext): Profile {
  return {
    async openTab(url) {
      const tab = describeTab(await context.newPage());
      await tab.open(url);
      return tab;
    },
    close: () => context.close(),
  };
}

function describeTab(page: Page): Tab {
  page.setDefaultTimeout(patienceMs);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  return tellWhere({
    url: () => page.url(),
    open: async (url) => void (await page.goto(url)),
    reload: async () => void (await page.reload()),
    press: (selector) => page.locator(selector).click(),
    type: (selector, text) => page.locator(selector).fill(text),
    run: (work, argument) => page.evaluate(work as never, argument as never),
    async until(work, argument) {
      const handle: JSHandle = await page.waitForFunction(work as (argument: unknown) => unknown, {}, argument);
      return (await handle.jsonValue()) as never;
    },
    async popup(work) {
      const [popup] = await Promise.all([nextPopup(page), work()]);
      return describeTab(popup);
    },
    complaints: () => complaints,
    screenshot: async (path) => void (await page.screenshot({ path: path as `${string}.png`, fullPage: true })),
    close: () => page.close(),
  });
}

function nextPopup(page: Page): Promise<Page> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no popup within ${patienceMs} ms`)), patienceMs);
    page.once('popup', (popup) => {
      clearTimeout(timer);
      if (popup === null) reject(new Error('a popup without a page'));
      else resolve(popup);
    });
  });
}

/** Firefox as Debian installs it. */
export const firefox: Candidate = { name: 'Firefox', missing, launch: launchFirefox };
