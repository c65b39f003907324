import { equalText } from '@holdfast/core';
import type { FastifyRequest } from 'fastify';
import type { ManagedIdentity } from '../directory/directory.ts';
import { IdentityRefused } from '../errors/identity-refused.ts';
import type { IdentityAnswer, IdentityService, IdentityServiceParts } from '../identity-requests/identity-endpoint.ts';
import {
  type IdentityQuery,
  readCapabilityNames,
  readIdentityName,
  readQuery,
  readResource,
  readVersion,
} from '../identity-requests/read-query.ts';
import { chooseIdentity } from '../identity-tokens/identity-name.ts';
import type { IssuedToken } from '../mint/issued-token.ts';
import { describeAppServiceRefusal } from './describe-refusal.ts';

/** Where App Service is, beside IMDS. */
export const appServicePath = '/appservice/msi/token';

const versions = ['2017-09-01', '2019-08-01', '2025-03-30'] as const;
type Version = (typeof versions)[number];

/**
 * Makes the identity endpoint that App Service gives to each application, opened by the secret of its environment.
 *
 * From version 2025-03-30 on, `token_sha256_to_refresh` names a token that an API has refused: when it is the one that is kept here, a new
 * one is minted in its place.
 *
 * @param secret - what `IDENTITY_HEADER` holds
 * @see docs/identity-endpoints.md
 */
export function createAppService(parts: IdentityServiceParts, secret: string): IdentityService {
  return {
    name: 'app-service',
    headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
    describe: describeAppServiceRefusal,
    endpoints: [
      {
        path: appServicePath,
        answer: (request) => {
          checkSecret(request, secret);
          return answerToken(parts, request);
        },
      },
    ],
  };
}

// `secret` is the name that version 2017-09-01 has for the header. Whoever sends both must mean one.
function checkSecret({ headers }: FastifyRequest, secret: string): void {
  const shown = [headers['x-identity-header'], headers['secret']].filter((value) => value !== undefined);
  const isRight = shown.length > 0 && shown.every((value) => typeof value === 'string' && equalText(value, secret));
  if (!isRight) throw new IdentityRefused('secretWrong');
}

async function answerToken(parts: IdentityServiceParts, { url }: FastifyRequest): Promise<IdentityAnswer> {
  const issuer = parts.issuer();
  const query = readQuery(url);
  const version = readVersion(query, versions);
  const resource = readResource(query);
  const identity = chooseIdentity(issuer.directory.identities, readIdentityName(query));
  const token = await parts.tokens.get({
    issuer,
    identity,
    resource,
    capabilities: readCapabilityNames(query),
    tokenHash: version === '2025-03-30' ? readTokenHash(query) : undefined,
    at: parts.clock(),
  });
  return { body: buildReply(version, { token, identity, resource }) };
}

function readTokenHash(query: IdentityQuery): string | undefined {
  const hash = query.get('tokensha256torefresh');
  if (hash !== undefined && !/^[0-9a-f]{64}$/.test(hash)) throw new IdentityRefused('tokenHashMalformed');
  return hash;
}

function buildReply(
  version: Version,
  facts: { readonly token: IssuedToken; readonly identity: ManagedIdentity; readonly resource: string },
): object {
  const { token, identity, resource } = facts;
  return {
    access_token: token.accessToken,
    client_id: identity.clientId,
    expires_on: version === '2017-09-01' ? dateText(token.expiresAt) : String(token.expiresAt),
    resource,
    token_type: token.tokenType,
  };
}

/** Writes epoch seconds as the first version does, the month first: `09/14/2026 13:05:06 +00:00`. */
function dateText(seconds: number): string {
  const [date = '', time = ''] = new Date(seconds * 1000).toISOString().slice(0, 19).split('T');
  const [year, month, day] = date.split('-');
  return `${month}/${day}/${year} ${time} +00:00`;
}
