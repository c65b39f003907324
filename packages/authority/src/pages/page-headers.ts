import type { Page } from './page.ts';

/** How a page is shown. */
export interface PageCircumstances {
  /** The request said `pocd=1`: nobody of another origin can reach the window, and its opener may go on talking to it. */
  readonly mayKeepOpener: boolean;
}

/**
 * Headers that every page has. None of them lets a page of another origin read it: it may hold names, and answers.
 *
 * Under `no-referrer` browsers write `Origin: null` with a form, also with one that comes back here: `Sec-Fetch-Site` is what tells.
 *
 * @see Fetch, "append a request Origin header"
 */
export function pageHeaders(page: Page, { mayKeepOpener }: PageCircumstances): Readonly<Record<string, string>> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': page.csp,
    'cache-control': 'no-store',
    pragma: 'no-cache',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': permissions,
    // As Entra: a popup whose opener was checked keeps it.
    ...(mayKeepOpener ? {} : { 'cross-origin-opener-policy': 'same-origin' }),
  };
}

const permissions = [
  'accelerometer',
  'browsing-topics',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'microphone',
  'payment',
  'usb',
]
  .map((feature) => `${feature}=()`)
  .join(', ');
