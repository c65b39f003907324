import type { Page } from 'playwright-core';

/** Somebody in front of the page: what he presses, and what he reads. */
export interface Visitor {
  readonly page: Page;
  /** What went wrong in the page, as its developer would see it. */
  readonly complaints: readonly string[];
  /** Signs in, in the window that opens, as a test user and with one click; the first time, consents. */
  signIn(name: string): Promise<void>;
  /** The same, without a window of its own. */
  signInHere(name: string): Promise<void>;
  press(button: string): Promise<void>;
  /** Waits for the state of the account to read like this. */
  reads(text: string): Promise<void>;
  /** A row of the facts about the account. */
  fact(name: string): Promise<string>;
  /** The claims that are shown: name and value of each. */
  claims(): Promise<ReadonlyMap<string, string>>;
}

export async function openVisitor(page: Page, url: string): Promise<Visitor> {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(url);
  const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
  const reads = async (text: string): Promise<void> => {
    const read = page.locator('#account-state').filter({ hasText: text }).waitFor();
    await read.catch(async () => {
      throw new Error(`${page.url()} does not say ${text}: ${await page.locator('body').innerText()}`);
    });
  };
  return {
    page,
    complaints,
    press,
    reads,
    async signIn(name) {
      const [popup] = await Promise.all([page.waitForEvent('popup'), press('Sign in')]);
      const closed = popup.waitForEvent('close');
      await choose(popup, name);
      await closed;
      await page.locator('#call').waitFor();
    },
    async signInHere(name) {
      await press('Sign in without a new window');
      await choose(page, name);
      await page.locator('#call').waitFor();
    },
    fact: (name) => page.locator('#account-facts dt', { hasText: name }).locator('+ dd').innerText(),
    async claims() {
      const rows = await page.locator('.claims > div').all();
      const read = rows.map(
        async (row) => [await row.locator('dt').innerText(), await row.locator('dd').first().innerText()] as const,
      );
      // The first of a name is that of the proof; the token stands below it.
      return new Map((await Promise.all(read)).reverse());
    },
  };
}

/** Chooses a test user at the authority; whoever has not consented yet is asked, and accepts. */
async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name }).click();
  // It leaves, or its window is closed: then nobody was asked, and what waits in vain for the button, or for the address, says so.
  const ignore = (): void => undefined;
  const left = page.waitForURL((url) => url.protocol === 'http:').catch(ignore);
  const closed = page.waitForEvent('close', { timeout: 0 }).catch(ignore);
  await Promise.race([page.locator('#accept').click().catch(ignore), left, closed]);
}
