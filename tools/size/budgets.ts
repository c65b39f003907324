/** What a page may have to load for one import, and everything that comes with it. */
export interface SizeBudget {
  /** What it is called in figures. */
  readonly name: string;
  /** The import, as a page writes it. */
  readonly code: string;
  /** Most bytes: bundled, minified, and compressed with brotli. */
  readonly bytes: number;
  /** What it is meant to come to; told until it is reached. @default `bytes` */
  readonly goal?: number;
}

/** The doors that pages import. */
export const pageBudgets: readonly SizeBudget[] = [
  // Sign-in, tokens, keys, signed requests and the bound fetch.
  {
    name: 'createBrowserClient',
    code: "export { createBrowserClient } from '@holdfast/browser';",
    bytes: 23_040,
    goal: 12_288,
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
