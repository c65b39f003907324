/** A parameter of an urlencoded text, as it was written. */
export interface WrittenPair {
  /** Not decoded. */
  readonly name: string;
  /** Not decoded; empty where there is no equals sign. */
  readonly value: string;
}

/**
 * Takes an urlencoded text apart, one pair after another; nothing between two ampersands is no pair.
 *
 * Not checked: anything. Whoever asks bounds the text, decodes what it reads, and refuses what is there twice.
 */
export function* splitPairs(text: string): Generator<WrittenPair, void, undefined> {
  let start = 0;
  while (start < text.length) {
    const ampersand = text.indexOf('&', start);
    const end = ampersand < 0 ? text.length : ampersand;
    if (end > start) yield splitPair(text.slice(start, end));
    start = end + 1;
  }
}

function splitPair(pair: string): WrittenPair {
  const at = pair.indexOf('=');
  return at < 0 ? { name: pair, value: '' } : { name: pair.slice(0, at), value: pair.slice(at + 1) };
}
