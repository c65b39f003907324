import { HoldfastError, isJsonObject, parseJwkSet } from '@holdfast/core';
import { entraIssuers } from '@holdfast/resource';
import { CallRefused } from '../../errors/call-refused.ts';
import { InputRefused } from '../../errors/input-refused.ts';
import { openTransport } from '../../settings/open-transport.ts';
import type { TrustedKeys } from '../facts/question.ts';
import { sendKeyRequest } from './send-key-request.ts';

/**
 * Fetches the metadata and the keys of an authority that the user named. The thing to inspect has no say in where they come from.
 *
 * @param address - `https://host/tenant`, or `https://host` for whichever tenant
 * @param ca - PEM of the CA to trust, and no other
 * @throws {@link CallRefused} `ERR_KEYS_UNAVAILABLE`
 * @throws {@link InputRefused} `ERR_SETTINGS_VALUE`
 * @see OpenID Connect Discovery 1.0 section 4
 */
export async function fetchKeys(address: string, ca: string | undefined): Promise<TrustedKeys> {
  const { origin, tenant } = parseAddress(address);
  const { transport, close } = openTransport(ca);
  try {
    const metadata = await sendKeyRequest(`${origin}/${tenant}/v2.0/.well-known/openid-configuration`, transport);
    const { issuer, jwks_uri: uri } = isJsonObject(metadata) ? metadata : {};
    const isOwn = typeof uri === 'string' && URL.canParse(uri) && new URL(uri).origin === origin;
    if (!isOwn || typeof issuer !== 'string') throw new CallRefused('ERR_KEYS_UNAVAILABLE', { detail: 'metadata' });
    const keys = parseJwkSet(await sendKeyRequest(uri, transport));
    return { keys, issuers: issuersOf(origin, issuer) };
  } catch (error) {
    if (error instanceof CallRefused || !(error instanceof HoldfastError)) throw error;
    throw new CallRefused('ERR_KEYS_UNAVAILABLE', { detail: error.code, cause: error });
  } finally {
    await close();
  }
}

function parseAddress(address: string): { readonly origin: string; readonly tenant: string } {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const tenant = /^\/([A-Za-z0-9.-]*)\/?(?:v2\.0\/?)?$/.exec(url?.pathname ?? '')?.[1];
  if (url?.protocol !== 'https:' || tenant === undefined)
    throw new InputRefused('ERR_SETTINGS_VALUE', { detail: '--authority must be https://host/tenant' });
  return { origin: url.origin, tenant: tenant === '' ? 'common' : tenant };
}

// The metadata names the issuer of v2 tokens; those of v1 have another one, which our validator knows.
function issuersOf(origin: string, issuer: string): readonly string[] {
  const tenant = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(issuer)?.[0];
  const templates = entraIssuers({ authority: origin, tenants: 'any' }).map((one) => one.issuer);
  return [
    issuer,
    ...templates.map((template) => (tenant === undefined ? template : template.replace('{tenantid}', tenant))),
  ];
}
