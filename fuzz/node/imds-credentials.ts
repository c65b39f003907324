import { isJsonObject } from '@holdfast/core';
import { canary, secret } from '@holdfast/testing';
import fc from 'fast-check';
// By their paths: the client around them would need a machine for each input.
import { processCredential } from '../../packages/node/src/imds-credential/issued-credential.ts';
import { processMetadata } from '../../packages/node/src/imds-credential/platform-metadata.ts';
import { wires } from '../../packages/node/src/imds-credential/wire-names.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editJson, jsonEdits } from '../mutate/json.ts';
import { editText, piece, textEdits } from '../mutate/text.ts';

const clientId = 'bbbbbbbb-2222-4333-8444-555555555555';
const tenantId = 'cccccccc-2222-4333-8444-555555555555';
const allowedHosts: ReadonlySet<string> = new Set(['localhost:8444']);
const clock = () => 1_900_000_000_000;
const secrets = [secret('what IMDS says', canary)];
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const scheme = fc.constantFrom('https://', 'https://', 'https://', 'http://', 'HTTPS://', '');
const host = fc.oneof(
  fc.constantFrom(
    'mtlsauth.microsoft.com',
    'eastus2.mtlsauth.microsoft.com',
    'localhost:8444',
    'shared.eus2.attest.azure.net',
    'evil.example',
    'mtlsauth.microsoft.com.evil.example',
  ),
  piece,
);
const endpoint = fc.tuple(scheme, host, fc.option(piece)).map(([start, name, end]) => `${start}${name}${end ?? ''}`);

const answers = {
  endpoint: fc.option(endpoint),
  members: fc.option(jsonEdits),
  text: fc.option(textEdits),
  status: fc.constantFrom(200, 200, 200, 200, 201, 302, 400, 404, 410, 429, 500),
  contentType: fc.constantFrom('application/json', 'application/json; charset=utf-8', 'text/html', ''),
};

interface Answer {
  readonly members: Parameters<typeof editJson>[1] | null;
  readonly text: Parameters<typeof editText>[1] | null;
}

function write(honest: Parameters<typeof editJson>[0], { members, text }: Answer): string {
  const json = JSON.stringify(members === null ? honest : editJson(honest, members)) ?? '';
  return text === null ? json : editText(json, text);
}

// A reading of its own: what is gone to must be https at one of few names, whatever the text was.
function expectKnown(address: string, names: RegExp): void {
  const url = new URL(address);
  expect(url.protocol === 'https:', 'goes to something that is not https');
  expect(names.test(url.host) || allowedHosts.has(url.host), 'goes to a host of nobody that is known');
  expect(url.username + url.password + url.search + url.hash === '', 'goes to an address with more than a path');
}

const metadata = defineTarget({
  name: 'node/imds-metadata',
  shortRuns: 400,
  arbitrary: fc.record({ ...answers, server: fc.option(fc.oneof(fc.constantFrom('IMDS/150', 'nginx'), piece)) }),
  run: async ({ endpoint: named, status, contentType, server, ...edits }) => {
    const honest = {
      cuId: { vmId: 'vm-1', vmssId: 'set-1' },
      clientId,
      tenantId,
      attestationEndpoint: named ?? 'https://shared.eus2.attest.azure.net',
      more: canary,
    };
    const body = write(honest, edits);
    const headers = new Headers({ 'content-type': contentType });
    try {
      headers.set('server', server ?? 'IMDS/150.870');
    } catch {}
    const response = new Response(body, { status, headers });
    const context = { identity: { kind: 'system' }, allowedHosts, clock } as const;
    const outcome = await attempt(() => processMetadata(response, context), { secrets });
    if (!outcome.accepted) return;
    const { clientId: id, tenantId: tenant, computeUnit, attestationEndpoint } = outcome.value;
    expect(status === 200, 'takes an answer that is no success');
    expect(
      (headers.get('server') ?? '').toLowerCase().includes('imds'),
      'believes somebody who does not say that he is IMDS',
    );
    const said: unknown = JSON.parse(body);
    if (!isJsonObject(said)) return expect(false, 'takes something that is no object');
    expect(guid.test(id) && String(said['clientId']).toLowerCase() === id, 'makes a client id up');
    expect(guid.test(tenant) && String(said['tenantId']).toLowerCase() === tenant, 'makes a tenant up');
    const machine = [computeUnit.vmId, computeUnit.vmssId].filter((name) => name !== undefined);
    expect(machine.length > 0, 'makes a request for no machine');
    expect(
      machine.every((name) => /^[\w./-]+$/.test(name)),
      'lets a name of a machine write more than a name',
    );
    expectKnown(attestationEndpoint, /^(?:[a-z0-9-]+\.)+attest\.azure\.(?:net|us|cn)$/);
  },
});

const credential = defineTarget({
  name: 'node/imds-credential',
  shortRuns: 400,
  arbitrary: fc.record({ ...answers, draft: fc.boolean() }),
  run: async ({ endpoint: named, status, contentType, draft, ...edits }) => {
    const wire = draft ? wires.draft : wires.shipped;
    const honest = {
      client_id: clientId,
      tenant_id: tenantId,
      identity_type: 'SystemAssigned',
      [wire.certificateMember]: Buffer.from(canary).toString('base64'),
      [wire.endpointMember]: named ?? 'https://mtlsauth.microsoft.com',
      more: canary,
    };
    const body = write(honest, edits);
    const response = new Response(body, { status, headers: { 'content-type': contentType } });
    const known = {
      clientId,
      tenantId,
      computeUnit: { vmId: 'vm-1' },
      attestationEndpoint: 'https://a.attest.azure.net',
    };
    const outcome = await attempt(() => processCredential(response, { wire, metadata: known, allowedHosts, clock }), {
      secrets,
    });
    if (!outcome.accepted) return;
    const given = outcome.value;
    expect(status === 200, 'takes an answer that is no success');
    expect(given.clientId === clientId && given.tenantId === tenantId, 'takes a certificate of somebody else');
    expect(given.tokenEndpoint.endsWith(`/${tenantId}/oauth2/v2.0/token`), 'asks for tokens at another path');
    expectKnown(
      given.tokenEndpoint,
      /^(?:[a-z0-9]+\.)?mtlsauth\.(?:microsoft\.com|microsoftonline\.us|partner\.microsoftonline\.cn|sovcloud-identity\.(?:fr|de|sg))$/,
    );
    const said: unknown = JSON.parse(body);
    const encoded = isJsonObject(said) ? said[wire.certificateMember] : undefined;
    expect(Buffer.from(given.certificate).toString('base64') === encoded, 'gives another certificate than was sent');
  },
});

/** What IMDS says of a machine, and what it issues. */
export const imdsCredentialTargets: readonly FuzzTarget[] = [metadata, credential];
