/*
 * A room for itself, as `grant-request.ts` is; and not one with it, since a page uses only one of the two.
 */
import { processClientCredentialsResponse } from 'oauth4webapi';
import type { TokenRequestParts } from './build-request.ts';

/** Checks that a response is one to a grant; what it throws may hold the whole body. */
export async function checkGrantResponse(response: Response, { server, client }: TokenRequestParts): Promise<void> {
  await processClientCredentialsResponse(server, client, response, {
    recognizedTokenTypes: { pop: () => {}, mtls_pop: () => {} },
  });
}
