import type { BrowserContextOptions } from 'playwright-core';

/** How people look at a page: every page is judged in each of these ways. */
export const appearances: Readonly<Record<string, BrowserContextOptions>> = {
  light: { viewport: { width: 1024, height: 768 }, colorScheme: 'light' },
  dark: { viewport: { width: 1024, height: 768 }, colorScheme: 'dark' },
  narrow: { viewport: { width: 320, height: 640 }, colorScheme: 'light' },
  // 200 % on a screen of 1024 pixels.
  'zoomed-dark': { viewport: { width: 512, height: 384 }, deviceScaleFactor: 2, colorScheme: 'dark' },
  contrast: { viewport: { width: 1024, height: 768 }, forcedColors: 'active', contrast: 'more' },
};
