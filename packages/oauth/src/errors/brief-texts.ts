// The twin of `full-texts.ts` for pages that are built to be published: a code can be looked up, and visitors do not load what nobody reads.
/** No texts: an error then says its code. */
export const errorTexts: Readonly<Record<string, undefined>> = {};
