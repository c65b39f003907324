import type { Transport } from '@holdfast/core';
import type { BoundCredential, BoundCredentials } from '../../src/index.ts';

/** Says, in place of TLS, which certificate a request to the scripted authority was presented with. */
export const presentedHeader = 'x-presented-certificate';

/** The certificates of a client, one after the other; the thumbprint is all there is of them. */
export interface ScriptedCredentials extends BoundCredentials {
  /** What `bind` gives; a test may put another. */
  current: BoundCredential;
  /** What `renew` gives; the same as before unless a test says otherwise. */
  next: BoundCredential | undefined;
  /** Codes that certificates were refused with. */
  readonly refusals: string[];
  /** A certificate by its thumbprint. */
  named(x5tS256: string): BoundCredential;
}

export const thumbprints = ['A', 'B'].map((letter) => `${letter.repeat(42)}A`) as [string, string];

/** Certificates over a fake transport. */
export function createScriptedCredentials(transport: Transport): ScriptedCredentials {
  const present =
    (x5tS256: string): Transport =>
    (request) => {
      const headers = new Headers(request.headers);
      headers.set(presentedHeader, x5tS256);
      return transport(new Request(request, { headers }));
    };
  const named = (x5tS256: string): BoundCredential => ({
    certificate: { x5tS256, x5c: [], subject: 'CN=client', notAfter: 2 ** 40 },
    transport: present(x5tS256),
    parameters: {},
  });
  const credentials: ScriptedCredentials = {
    current: named(thumbprints[0]),
    next: undefined,
    refusals: [],
    named,
    bind: async () => credentials.current,
    async renew(_refused, { code }) {
      credentials.refusals.push(code);
      credentials.current = credentials.next ?? credentials.current;
      return credentials.current;
    },
    authenticateBearer: async () => undefined,
    renewAuthentication: async () => undefined,
    present: ({ x5tS256 }) => present(x5tS256),
  };
  return credentials;
}
