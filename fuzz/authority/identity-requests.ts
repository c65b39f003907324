import { decodeCompactJws, isJsonObject } from '@holdfast/core';
import { secret } from '@holdfast/testing';
import fc from 'fast-check';
import { type FuzzAuthority, openFuzzAuthority } from '../artefacts/authority.ts';
import { exchange } from '../artefacts/exchange.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editHeaders, headerEdits } from '../mutate/header-lines.ts';
import { editText, textEdits } from '../mutate/text.ts';
import { checkNoSecret, keepSecret } from '../secrets/check-no-secret.ts';

const unknown = '11111111-2222-4333-8444-555555555555';
const names = ['client_id', 'clientid', 'clientId', 'object_id', 'principalId', 'mi_res_id', 'msi_res_id', 'CLIENT-ID'];
const services = {
  imds: { path: '/metadata/identity/oauth2/token', version: '2018-02-01' },
  'app-service': { path: '/appservice/msi/token', version: '2025-03-30' },
} as const;

// Whatever the query and the headers are: the token of the identity that was named, or none.
const tokens = defineTarget({
  name: 'authority/identity-requests',
  shortRuns: 300,
  arbitrary: fc.record({
    service: fc.constantFrom('imds' as const, 'app-service' as const),
    resource: fc.constantFrom('api://orders', 'https://vault.example/', 'api://bound', 'https://nobody.example'),
    identities: fc.array(fc.record({ name: fc.constantFrom(...names), index: fc.nat(2) }), { maxLength: 3 }),
    capabilities: fc.option(fc.constantFrom('cp1', 'CP1,cp2', '%00,<x>')),
    edits: fc.option(textEdits, { freq: 2 }),
    headers: fc.option(headerEdits, { freq: 2 }),
  }),
  run: async ({ service, resource, identities, capabilities, edits, headers }) => {
    const authority = await openFuzzAuthority();
    const { path, version } = services[service];
    const asked = identities.map(({ name, index }) => [name, idFor(authority, name, index)] as const);
    const variables = [
      ['api-version', version],
      ['resource', resource],
      ...asked,
      ...(capabilities === null ? [] : [['xms_cc', capabilities]]),
    ];
    const honest = `${path}?${variables.map(([name, value]) => `${name}=${value}`).join('&')}`;
    const lines = [
      ['host', `127.0.0.1:${authority.machinePort}`],
      ['metadata', 'true'],
      ['x-identity-header', authority.appServiceHeader],
    ] as const;
    const answer = await exchange({
      port: authority.machinePort,
      method: 'GET',
      path: edits === null ? honest : editText(honest, edits),
      headers: headers === null ? lines : editHeaders(lines, headers),
    });
    authority.expectCalmEvents();
    if (typeof answer === 'string') return;
    expect(answer.status < 500, 'fails at something that nobody foresaw');
    const reply: unknown = answer.body.startsWith('{') ? JSON.parse(answer.body) : undefined;
    const token = isJsonObject(reply) ? reply['access_token'] : undefined;
    if (typeof token !== 'string') return checkNoSecret([answer.body, answer.headers]);
    keepSecret(secret('token of an identity', token));
    const { oid, azp, appid } = decodeCompactJws(token).payload;
    const issued = authority.identities.find(({ objectId }) => objectId === oid);
    expect(issued !== undefined && issued.clientId === (azp ?? appid), 'gives a token of nobody');
    if (edits !== null) return;
    expect(asked.length <= 1, 'chooses between identities');
    const [only] = asked;
    const wanted = only === undefined ? authority.identities[0]?.objectId : only[1];
    expect(
      [issued.clientId, issued.objectId, issued.resourceId].includes(wanted),
      'gives the token of another identity than the one that was named',
    );
  },
});

/** Programs that ask for tokens of the machine. */
export const identityRequestTargets: readonly FuzzTarget[] = [tokens];

/** An id of the kind that a parameter is for: of the first identity, of the second, or of nobody. */
function idFor({ identities }: FuzzAuthority, name: string, index: number): string {
  const identity = identities[index];
  if (name.includes('res')) return identity?.resourceId ?? '/subscriptions/s/nothing';
  const isObject = name === 'object_id' || name === 'principalId';
  return (isObject ? identity?.objectId : identity?.clientId) ?? unknown;
}
