import { type BrowserContext, type ElementHandle, type JSHandle, launch, type Page } from 'puppeteer-core';
import { findInstalledBrowser } from '../../portable/runtimes/installed-browser.ts';
import { describeProfile, describeTab, keepComplaints } from './describe-tab.ts';
import { type Candidate, type LaunchOptions, patienceMs, type RealBrowser, type Tab } from './real-browser.ts';

const { executablePath, missing } = findInstalledBrowser('firefox-esr');

/** Starts Firefox, driven over WebDriver BiDi; it takes any certificate, because it has no way to take just one. */
async function launchFirefox({ folder }: LaunchOptions = {}): Promise<RealBrowser> {
  const browser = await launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    acceptInsecureCerts: true,
    // Nobody asks for the requests of a page, and telling every one costs the browser more than sending it.
    networkEnabled: false,
    ...(folder === undefined ? {} : { userDataDir: folder }),
  });
  const openContext = async (): Promise<BrowserContext> =>
    folder === undefined ? browser.createBrowserContext() : browser.defaultBrowserContext();
  return {
    name: 'Firefox',
    openProfile: async () => describeProfile(await openContext(), openedTab),
    close: () => browser.close(),
  };
}

function openedTab(page: Page): Tab {
  page.setDefaultTimeout(patienceMs);
  const { thrown, said, complaints } = keepComplaints();
  page.on('pageerror', thrown);
  page.on('console', said);
  return describeTab(page, {
    press: async (selector) => (await waitFor<ElementHandle>(page, findResting, selector)).click(),
    type: async (selector, text) => void (await waitFor(page, paste, { selector, text })),
    until: async (work, argument) => (await (await waitFor(page, work as never, argument)).jsonValue()) as never,
    async popup(work) {
      const [popup] = await Promise.all([nextPopup(page), work()]);
      return openedTab(popup);
    },
    complaints,
    screenshot: async (path) => void (await page.screenshot({ path: path as `${string}.png`, fullPage: true })),
  });
}

// By a timer: frames, which the driver would go by, are not drawn in a tab that is not in front.
const pollingMs = 20;

async function waitFor<H extends JSHandle = JSHandle>(
  page: Page,
  work: (argument: never) => unknown,
  argument: unknown,
): Promise<H> {
  return (await page.waitForFunction(work as (argument: unknown) => unknown, { polling: pollingMs }, argument)) as H;
}

// Runs in the page: the first element that fits, once it can be pressed and lies where it lay a moment ago.
function findResting(selector: string): Element | null {
  const found = document.querySelector<HTMLElement & { lastBox?: string }>(selector);
  if (found === null || found.matches(':disabled') || !found.checkVisibility()) return null;
  const box = JSON.stringify(found.getBoundingClientRect());
  const isResting = found.lastBox === box;
  found.lastBox = box;
  return isResting ? found : null;
}

// Runs in the page: puts a text in the place of what stands in the first field that fits, as from a clipboard.
function paste({ selector, text }: { readonly selector: string; readonly text: string }): boolean {
  const field = document.querySelector<HTMLInputElement>(selector);
  if (field === null || field.matches(':disabled, :read-only') || !field.checkVisibility()) return false;
  field.focus();
  field.select();
  document.execCommand('insertText', false, text);
  return field.value === text;
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
