import type { Plot } from './act.ts';
import type { CapturedRequest } from './loot.ts';
import type { Stage } from './stage.ts';

/** Attacks on tokens that are bound to a client certificate; the loot never reached the API. */
export const mtlsPlots: readonly Plot[] = [
  {
    name: 'mtls-no-certificate',
    defence: 'certificate',
    title: 'A stolen mtls_pop token, over a connection without a certificate',
    steal,
  },
  {
    name: 'mtls-other-certificate',
    defence: 'any-certificate',
    title: 'The same token, over a connection with the thief’s own certificate from the same issuer',
    steal,
  },
  {
    name: 'mtls-as-bearer',
    defence: 'label',
    title: 'The same token under the label Bearer, at both doors',
    steal,
  },
  {
    name: 'mtls-spoofed-header',
    defence: 'forwarded',
    title: 'The same token, with the client’s certificate, which is no secret, in a Client-Cert header',
    steal,
  },
];

async function steal({ tap, certified, mtlsApi }: Stage): Promise<CapturedRequest> {
  await certified.call(`${mtlsApi}/orders?limit=1`);
  return tap.intercept(() => certified.call(`${mtlsApi}/orders/7`));
}
