import { type Clock, epochSeconds, type JsonObject, parseReqCnf, randomId } from '@holdfast/core';

/** A token request as the authority received it. */
export interface TokenOrder {
  readonly tenant: string;
  readonly form: URLSearchParams;
  /** Thumbprint of the certificate that the connection presented. */
  readonly certificate?: string | undefined;
}

const signature = Buffer.alloc(256).toString('base64url');
const encode = (value: JsonObject): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What the honest metadata of a tenant says. */
export function metadataOf(origin: string, tenant: string): JsonObject {
  return {
    issuer: `${origin}/${tenant}/v2.0`,
    token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
    mtls_endpoint_aliases: { token_endpoint: `${origin}:444/${tenant}/oauth2/v2.0/token` },
  };
}

/**
 * The honest answer to a token request: for the tenant of the address, the client of the form and the key of `req_cnf` or the certificate, and it says
 * so. The signature is of the right length and nothing more, for no client looks at it.
 */
export async function answerTokenOrder(
  origin: string,
  { tenant, form, certificate }: TokenOrder,
  clock: Clock,
): Promise<JsonObject> {
  const now = epochSeconds(clock);
  const isPop = form.get('token_type') === 'pop';
  const claims: JsonObject = {
    iss: `${origin}/${tenant}/v2.0`,
    aud: (form.get('scope') ?? '').replace('/.default', ''),
    azp: form.get('client_id') ?? '',
    tid: tenant,
    uti: randomId(),
    iat: now,
    exp: now + 3600,
    ...(certificate === undefined ? {} : { cnf: { 'x5t#S256': certificate } }),
    ...(isPop ? { cnf: await confirm(form.get('req_cnf') ?? '') } : {}),
  };
  const accessToken = `${encode({ alg: 'RS256', typ: 'JWT', kid: 'k' })}.${encode(claims)}.${signature}`;
  return { token_type: form.get('token_type') ?? 'Bearer', expires_in: 3600, access_token: accessToken };
}

/** The claims of a token that {@link answerTokenOrder} made. */
export function claimsOf(accessToken: string): JsonObject {
  return JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString()) as JsonObject;
}

async function confirm(reqCnf: string): Promise<JsonObject> {
  const key = await parseReqCnf(reqCnf);
  return key.form === 'jwk' ? { jwk: { ...key.jwk } } : { kid: key.thumbprint };
}
