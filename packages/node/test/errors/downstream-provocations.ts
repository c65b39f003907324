import { createDownstreamApi, type DownstreamApiOptions, parseDownstreamSettings } from '@holdfast/node';
import { canary, type Provocation } from '@holdfast/testing';
import type { downstreamErrors } from '../../src/errors/catalog-downstream.ts';

const client = {
  acquireTokenForClient: async () => ({ accessToken: canary, tokenType: 'Bearer' }),
  signHttpRequest: async () => `Bearer ${canary}`,
} as unknown as DownstreamApiOptions['client'];

const json = { 'content-type': 'application/json' };
const answering = (response: () => Response, options: Partial<DownstreamApiOptions> = {}) =>
  createDownstreamApi({
    client,
    baseUrl: 'https://api.example/',
    scopes: ['s'],
    protocolScheme: 'bearer',
    transport: async () => response(),
    ...options,
  });
const get = (response: () => Response, options?: Partial<DownstreamApiOptions>) =>
  answering(response, options).get(canary);
const parse = (client: object, api: object = {}) =>
  parseDownstreamSettings({ AzureAd: client, Api: api }, { api: 'Api' });

/** Each code of calls, with the canary in every place it could show from: token, path, header, input, answer, setting. */
export const downstreamProvocations: Readonly<
  Record<keyof typeof downstreamErrors, Provocation | readonly Provocation[]>
> = {
  ERR_DOWNSTREAM_STATUS: () => get(() => new Response(canary, { status: 500, headers: { 'content-type': canary } })),
  ERR_DOWNSTREAM_ADDRESS: () => answering(() => new Response()).get(`../${canary}`),
  ERR_DOWNSTREAM_HEADER: () => get(() => new Response(), { extraHeaderParameters: { authorization: canary } }),
  ERR_DOWNSTREAM_MEDIA_TYPE: () => get(() => new Response(canary, { headers: { 'content-type': 'image/png' } })),
  ERR_DOWNSTREAM_BODY: () => get(() => new Response(canary, { headers: json })),
  ERR_DOWNSTREAM_TOO_LARGE: () => get(() => new Response(canary, { headers: json }), { maxResponseBytes: 4 }),
  ERR_DOWNSTREAM_SETTINGS: [
    () => parse({ [canary]: canary }),
    () => parse({ TenantId: canary, ClientId: canary, ClientCredentials: canary }),
    () => parse({ TenantId: canary, ClientId: canary, ClientCredentials: [] }, { BaseUrl: 1, Scopes: canary }),
  ],
};
