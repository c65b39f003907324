import { createSignedHttpRequest, EncodingInvalid, JsonInvalid, type SigningKey } from '@holdfast/core';
import type { ClientCertificate } from '@holdfast/node/mtls';
import type { TokenClient, TokenResult } from '@holdfast/oauth';
import { CallRefused } from '../errors/call-refused.ts';
import { InputRefused } from '../errors/input-refused.ts';
import { readTokenFacts, type TokenFacts } from '../token/token-facts.ts';

/** What a token from a file comes with. */
export interface HeldTokenOptions {
  readonly accessToken: string;
  readonly key: SigningKey | undefined;
  /** Presented by the connections; with `mtls_pop`. */
  readonly certificate?: ClientCertificate | undefined;
  readonly isBearer: boolean;
}

/**
 * Makes, of a token from a file and its key or certificate, the part of a client that a bound fetch needs.
 *
 * Decided here, before anything is sent: a token that names a key goes out with a proof of that key or not at all, and one that names a
 * certificate on connections that present it or not at all, whatever scheme was asked for.
 *
 * @throws {@link InputRefused} `ERR_HELD_TOKEN`
 * @throws {@link CallRefused} `ERR_HELD_TOKEN_KEY`, `ERR_HELD_TOKEN_UNBOUND`
 * @throws {@link CnfInvalid}, {@link JwkInvalid} for a token whose `cnf` nobody could enforce
 */
export async function holdToken(
  options: HeldTokenOptions,
): Promise<Pick<TokenClient, 'acquireTokenForClient' | 'signHttpRequest'>> {
  const { accessToken, key, certificate, isBearer } = options;
  if (!/^[A-Za-z0-9._~+/-]+=*$/.test(accessToken)) throw new InputRefused('ERR_HELD_TOKEN');
  const facts = await readTokenFacts(accessToken).catch(refuse);
  const thumbprint = checkBinding(facts, options);
  const token: TokenResult = {
    accessToken,
    tokenType: isBearer ? 'Bearer' : certificate === undefined ? 'pop' : 'mtls_pop',
    expiresOn: new Date((facts?.expiresAt ?? 0) * 1000),
    refreshOn: new Date((facts?.expiresAt ?? 0) * 1000),
    scopes: [],
    correlationId: crypto.randomUUID(),
    fromCache: true,
    tokenSource: 'cache',
    ...(thumbprint === undefined ? {} : { bindingThumbprint: thumbprint }),
    ...(certificate === undefined ? {} : { bindingCertificate: certificate }),
  };
  return {
    async acquireTokenForClient({ claims }) {
      if (claims !== undefined) throw new CallRefused('ERR_HELD_TOKEN_CLAIMS');
      return token;
    },
    async signHttpRequest({ request, signHeaders, nonce }) {
      if (certificate !== undefined) return `mtls_pop ${accessToken}`;
      if (isBearer || key === undefined) return `Bearer ${accessToken}`;
      return `PoP ${await createSignedHttpRequest({ accessToken, key, request, signHeaders, nonce })}`;
    },
  };
}

// A reader that is more tolerant than this one could find a key in it.
function refuse(cause: unknown): never {
  if (cause instanceof EncodingInvalid || cause instanceof JsonInvalid)
    throw new InputRefused('ERR_HELD_TOKEN', { cause });
  throw cause;
}

function checkBinding(facts: TokenFacts | undefined, { key, certificate, isBearer }: HeldTokenOptions) {
  const bound = facts?.confirmation;
  if (bound === undefined) {
    if (isBearer) return undefined;
    throw new CallRefused('ERR_HELD_TOKEN_UNBOUND');
  }
  // What names both would need both, and this command has one of them.
  const isOurs =
    bound.key?.thumbprint === key?.thumbprint && bound.certificateThumbprint === certificate?.x5tS256 && !isBearer;
  if (!isOurs) throw new CallRefused('ERR_HELD_TOKEN_KEY');
  return certificate?.x5tS256 ?? key?.thumbprint;
}
