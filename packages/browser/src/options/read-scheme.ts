import type { SchemeInput } from '@holdfast/oauth';
import { parseSchemeName, SchemeUnavailable } from '@holdfast/oauth/calling';

/**
 * Reads which of the schemes that a page can bind tokens with some options ask for.
 *
 * Only what they say themselves counts: a member that every object has inherited, because some data was merged into `Object.prototype`, would turn all tokens
 * of the page into bearer tokens.
 *
 * @param otherwise - where they say nothing
 * @throws {@link SchemeUnknown}, {@link SchemeUnavailable}: never a weaker scheme
 */
export function readScheme(
  options: { readonly authenticationScheme?: SchemeInput | undefined },
  otherwise: SchemeInput,
): 'pop' | 'bearer' {
  const word = Object.hasOwn(options, 'authenticationScheme') ? options.authenticationScheme : undefined;
  const name = parseSchemeName(word ?? otherwise);
  if (name !== 'pop' && name !== 'bearer') throw new SchemeUnavailable({ detail: name });
  return name;
}
