import type { FastifyRequest } from 'fastify';
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
import { type Compute, describeCompute, type MachineIds } from './compute.ts';
import { type CredentialParts, createCredentialEndpoints } from './credential-endpoints.ts';
import { describeImdsRefusal } from './describe-refusal.ts';
import { imdsVersions } from './imds-versions.ts';

/** What IMDS is made from. */
export interface ImdsParts extends IdentityServiceParts, CredentialParts {}

/**
 * Makes the instance metadata service of the machine: tokens of its managed identities, where it is, and (version 2) certificates of its
 * identities.
 *
 * It takes every spelling of an identity that clients have, and hands tokens to every program of this machine, as the service it stands
 * for does.
 *
 * @see docs/identity-endpoints.md
 */
export function createImds(parts: ImdsParts, machine: MachineIds): IdentityService {
  const compute = describeCompute(machine);
  return {
    name: 'imds',
    // The name by which clients tell the service from a proxy or a captive portal.
    headers: { server: 'IMDS/150.870.65.1854', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
    describe: describeImdsRefusal,
    endpoints: [
      { path: '/metadata/identity/oauth2/token', answer: (request) => answerToken(parts, readRequest(request)) },
      { path: '/metadata/instance/compute', answer: async (request) => answerFacts(compute, readRequest(request)) },
      {
        path: '/metadata/instance/compute/:fact',
        answer: async (request) => answerFact(compute, request, readRequest(request)),
      },
      ...createCredentialEndpoints(parts, machine),
    ],
  };
}

// A server that is tricked into fetching an address sends no such header.
function readRequest({ headers, url }: FastifyRequest): IdentityQuery {
  if (headers['metadata'] !== 'true') throw new IdentityRefused('metadataMissing');
  const query = readQuery(url);
  readVersion(query, imdsVersions);
  return query;
}

async function answerToken(parts: IdentityServiceParts, query: IdentityQuery): Promise<IdentityAnswer> {
  const issuer = parts.issuer();
  const at = parts.clock();
  const resource = readResource(query);
  const identity = chooseIdentity(issuer.directory.identities, readIdentityName(query));
  const capabilities = readCapabilityNames(query);
  const token = await parts.tokens.get({ issuer, identity, resource, capabilities, at });
  const remaining = String(Math.max(0, token.expiresAt - Math.floor(at / 1000)));
  return {
    body: {
      access_token: token.accessToken,
      client_id: identity.clientId,
      // Numbers are texts here.
      expires_in: remaining,
      expires_on: String(token.expiresAt),
      ext_expires_in: remaining,
      not_before: String(token.issuedAt),
      resource,
      token_type: token.tokenType,
    },
  };
}

function answerFacts(compute: Compute, query: IdentityQuery): IdentityAnswer {
  return query.get('format') === 'text' ? asText(Object.keys(compute).join('\n')) : { body: compute };
}

function answerFact(compute: Compute, { params }: FastifyRequest, query: IdentityQuery): IdentityAnswer {
  const { fact } = params as { readonly fact: string };
  const value = Object.entries(compute).find(([name]) => name === fact)?.[1];
  if (value === undefined) throw new IdentityRefused('routeUnknown');
  if (query.get('format') === 'text') return asText(value);
  return { body: JSON.stringify(value), headers: { 'content-type': 'application/json; charset=utf-8' } };
}

function asText(body: string): IdentityAnswer {
  return { body, headers: { 'content-type': 'text/plain; charset=utf-8' } };
}
