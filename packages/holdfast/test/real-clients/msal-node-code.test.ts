import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type AskedProgram, startProgram } from '../support/asked-program.ts';
import type { ReadyLine } from '../support/holdfast-process.ts';
import { createPerson } from '../support/person.ts';
import { openScene, type Scene } from '../support/scene.ts';

const program = new URL('./msal-node-code.mjs', import.meta.url);
const scopes = ['api://orders/read'];

interface Outcome {
  readonly accessToken: string;
  readonly fromCache: boolean;
  readonly username: string;
  readonly homeAccountId: string;
  readonly idTokenClaims: { readonly oid: string; readonly tid: string };
}

suite('@azure/msal-node, unmodified, signs people in at holdfast up', () => {
  let scene: Scene;
  let asked: AskedProgram;
  let ada: ReadyLine['users'][number];
  let redirectUri: string;

  before(async () => {
    scene = await openScene();
    [ada] = scene.holdfast.ready.users as [typeof ada];
    const { sts, trustFile } = scene.holdfast.ready;
    const { tenantId, clientId, secret, redirectUris = [] } = scene.holdfast.application('web-app');
    redirectUri = redirectUris[0] ?? '';
    const auth = {
      clientId,
      clientSecret: secret,
      authority: `${sts}/${tenantId}`,
      knownAuthorities: [new URL(sts).host],
    };
    asked = startProgram(program, { NODE_EXTRA_CA_CERTS: trustFile, AUTH: JSON.stringify(auth) });
  });
  after(async () => {
    await asked?.stop();
    await scene?.close();
  });

  for (const responseMode of ['query', 'form_post']) {
    test(`acquireTokenByCode, answered by ${responseMode}; then the cache, then the refresh token`, async () => {
      const request = { scopes, redirectUri, responseMode };
      const url = await asked.ask<string>({ step: 'begin', argument: request });
      const arrival = await createPerson(scene.transport).visit(url, ada);
      const answer = Object.fromEntries(arrival.form ?? arrival.url.searchParams);
      const got = await asked.ask<Outcome>({ step: 'end', argument: answer });
      const { oid, tid } = got.idTokenClaims;
      assert.deepEqual([got.username, got.homeAccountId], [ada.username, `${oid}.${tid}`]);
      const cached = await asked.ask<Outcome>({ step: 'silent', argument: { scopes } });
      assert.deepEqual([cached.fromCache, cached.accessToken], [true, got.accessToken]);
      const refreshed = await asked.ask<Outcome>({ step: 'silent', argument: { scopes, forceRefresh: true } });
      assert.equal(refreshed.fromCache, false);
      const headers = { authorization: `Bearer ${refreshed.accessToken}` };
      const { status } = await scene.transport(new Request(`${scene.holdfast.ready.api}/open/orders`, { headers }));
      assert.equal(status, 200);
    });
  }
});
