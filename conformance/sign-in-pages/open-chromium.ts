import { type Browser, chromium } from 'playwright-core';

/** Starts Chromium, where the appearance of pages can be chosen. */
export function openChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
}
