/** What a page may have to load for one import, and everything that comes with it. */
export interface SizeBudget {
  /** What it is called in figures. */
  readonly name: string;
  /** The import, as a page writes it. */
  readonly code: string;
  /** Most bytes that a page loads before anything runs: bundled and split, minified, and each file compressed with brotli. */
  readonly bytes: number;
  /** Most bytes with all that is loaded later, so that nothing hides there. @default `bytes` */
  readonly everything?: number;
}

/** The doors that pages import. */
export const pageBudgets: readonly SizeBudget[] = [
  // Tokens that are here, keys, signed requests and the bound fetch; then sign-in, and all that asks the authority.
  {
    name: 'createBrowserClient',
    code: "export { createBrowserClient } from '@holdfast/browser';",
    bytes: 12_288,
    everything: 26_624,
  },
  {
    name: 'PublicClientApplication',
    code: "export { AuthenticationScheme, InteractionRequiredAuthError, PublicClientApplication } from '@holdfast/browser/msal';",
    bytes: 16_384,
    everything: 30_720,
  },
  {
    name: 'answerCallback',
    code: "export { answerCallback } from '@holdfast/browser/callback';",
    bytes: 1_024,
  },
  // Keys and signed requests alone, for a page that has its tokens from elsewhere.
  {
    name: 'createSignedHttpRequest',
    code: "export { createSignedHttpRequest, generateSigningKey } from '@holdfast/core';",
    bytes: 4_096,
  },
];
