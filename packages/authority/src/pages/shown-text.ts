import { html, type Markup } from './markup.ts';

// Controls, and what reorders the text around it: overrides, embeddings and isolates. The marks U+200E, U+200F and U+061C stay: names in
// Arabic and Hebrew need them, and inside an isolate they move nobody else.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const deceptive = /[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\u2028\u2029\uFFF9-\uFFFB]/g;

/** Plain text for people: every letter that is not seen but changes what is seen becomes U+FFFD, which is seen. */
export function shownText(text: string): string {
  return text.replaceAll(deceptive, '\uFFFD');
}

/** A name from outside inside a sentence: it reads in its own direction, and turns nothing around it. */
export function name(text: string): Markup {
  return html`<bdi class="name">${shownText(text)}</bdi>`;
}
