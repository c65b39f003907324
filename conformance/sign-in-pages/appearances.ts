import type { Page } from 'playwright-core';

/** How somebody looks at a page. */
export interface Appearance {
  readonly viewport: { readonly width: number; readonly height: number };
  readonly deviceScaleFactor?: number;
  readonly colorScheme: 'light' | 'dark';
  readonly forcedColors?: 'active';
  readonly contrast?: 'more';
}

/** How people look at a page: every page is judged in each of these ways. */
export const appearances: Readonly<Record<string, Appearance>> = {
  light: { viewport: { width: 1024, height: 768 }, colorScheme: 'light' },
  dark: { viewport: { width: 1024, height: 768 }, colorScheme: 'dark' },
  narrow: { viewport: { width: 320, height: 640 }, colorScheme: 'light' },
  // 200 % on a screen of 1024 pixels.
  'zoomed-dark': { viewport: { width: 512, height: 384 }, deviceScaleFactor: 2, colorScheme: 'dark' },
  contrast: { viewport: { width: 1024, height: 768 }, colorScheme: 'light', forcedColors: 'active', contrast: 'more' },
};

/** Gives a way to look at one page of Chromium in one appearance after another, as a person does who changes the settings of the system. */
export async function changeAppearance(page: Page): Promise<(appearance: Appearance) => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  return async ({ viewport, deviceScaleFactor = 1, colorScheme, forcedColors, contrast }) => {
    await page.emulateMedia({
      colorScheme,
      forcedColors: forcedColors ?? 'none',
      contrast: contrast ?? 'no-preference',
    });
    // Of playwright's own, a context has one scale for ever.
    await session.send('Emulation.setDeviceMetricsOverride', { ...viewport, deviceScaleFactor, mobile: false });
  };
}
