import { buildContentPolicy } from './content-policy.ts';
import { constantMarkup, html, type Markup } from './markup.ts';
import type { Page } from './page.ts';
import { shownText } from './shown-text.ts';
import { styleSheet } from './style.ts';

/** A page before its frame. */
export interface PageContent {
  /** First words of the title; a problem is named there, because it is what a screen reader says first. */
  readonly title: string;
  readonly main: Markup;
  /** Text of its script, one of our constants. */
  readonly script?: string | undefined;
  /** Whether its forms come back to this origin. */
  readonly ownForms: boolean;
  /** Where the answer to its forms may lead. */
  readonly redirectUri?: string | undefined;
}

/** Puts a page into its frame: title, heading of the authority, what kind of authority it is, style and policy. */
export function renderPage({ title, main, script, ownForms, redirectUri }: PageContent): Page {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${shownText(title)} · Holdfast development authority</title>
<link rel="icon" href="${icon}">
<style>${constantMarkup(styleSheet)}</style>
</head>
<body>
<header>
${mark}
<p><strong>Holdfast</strong><span>development authority</span></p>
</header>
<main>
${main}
</main>
<footer>
<p>This sign-in runs on a developer’s computer and knows test users only. Never type a password here that opens anything real.</p>
</footer>
${script === undefined ? undefined : html`<script>${constantMarkup(script)}</script>`}
</body>
</html>
`;
  return { html: page.markup, csp: buildContentPolicy({ style: styleSheet, script, ownForms, redirectUri }) };
}

// Two rings, each of which holds the other.
const rings = constantMarkup(
  '<path d="M13.6 21.3A7.5 7.5 0 1 1 18.4 16"/><path d="M18.4 10.7A7.5 7.5 0 1 1 13.6 16"/>',
);
const mark = html`<svg viewBox="0 0 32 32" fill="none" stroke="currentColor" stroke-width="3" aria-hidden="true" focusable="false">${rings}</svg>`;
// In the page itself: a browser that finds none asks the server for one, and complains that the policy forbids it.
const icon = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none" stroke="#1d8d96" stroke-width="4">${rings.markup}</svg>`,
)}`;
