import fc from 'fast-check';
import {
  authorityOrigin,
  boundToken,
  createFuzzClient,
  expectSilentEvents,
  metadata,
  replyWith,
  scopes,
} from '../artefacts/token-client.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editJson, jsonEdits } from '../mutate/json.ts';
import { editText, textEdits } from '../mutate/text.ts';

const accessToken = await boundToken(undefined);
const trusted = [authorityOrigin, 'https://trusted.example'];
const hosts = [
  ...[
    'https://thief.example',
    'http://login.example',
    'https://login.example.thief.example',
    'https://trusted.example',
  ],
  ...[
    'https://login.example@thief.example',
    'https://login.example:444',
    'https://LOGIN.example',
    '//thief.example',
    'data:',
  ],
];

// The client credential follows what metadata says: it must not follow it out of the authority.
const issuerAndEndpoint = defineTarget({
  name: 'oauth/metadata',
  shortRuns: 400,
  arbitrary: fc.record({
    members: fc.option(jsonEdits),
    text: fc.option(textEdits),
    issuerHost: fc.option(fc.constantFrom(...hosts)),
    endpointHost: fc.option(fc.constantFrom(...hosts)),
    endpointEdits: fc.option(textEdits),
    status: fc.constantFrom(200, 200, 200, 200, 201, 302, 404, 500),
  }),
  run: async ({ members, text, issuerHost, endpointHost, endpointEdits, status }) => {
    const endpoint = metadata.token_endpoint.replace(authorityOrigin, endpointHost ?? authorityOrigin);
    const document = {
      ...metadata,
      issuer: metadata.issuer.replace(authorityOrigin, issuerHost ?? authorityOrigin),
      token_endpoint: endpointEdits === null ? endpoint : editText(endpoint, endpointEdits),
    };
    const json = JSON.stringify(members === null ? document : editJson(document, members)) ?? '';
    const asked: Request[] = [];
    const client = createFuzzClient({
      metadata: () => replyWith(text === null ? json : editText(json, text), status),
      token: () => Response.json({ token_type: 'Bearer', expires_in: 3600, access_token: accessToken }),
      sent: (request) => asked.push(request),
    });
    const outcome = await attempt(() => client.acquireTokenForClient({ scopes }));
    expectSilentEvents();
    const [first, ...others] = asked;
    expect(first?.url.startsWith(`${authorityOrigin}/`) === true, 'asks somebody else for metadata');
    for (const { url, redirect } of others) {
      const { origin, username, password } = new URL(url);
      expect(trusted.includes(origin) && username + password === '', 'sends the credential to somebody else');
      expect(redirect !== 'follow', 'lets a redirect carry the credential away');
    }
    if (status !== 200)
      expect(!outcome.accepted && others.length === 0, 'takes metadata from an answer that is no success');
  },
});

/** What an authority says about itself. */
export const metadataTargets: readonly FuzzTarget[] = [issuerAndEndpoint];
