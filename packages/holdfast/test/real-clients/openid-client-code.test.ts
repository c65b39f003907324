import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { decodeCompactJws } from '@holdfast/core';
import { type AskedProgram, ProgramError, startProgram } from '../support/asked-program.ts';
import type { ReadyLine } from '../support/holdfast-process.ts';
import { type Arrival, createPerson } from '../support/person.ts';
import { openScene, type Scene } from '../support/scene.ts';

const program = new URL('./openid-client-code.mjs', import.meta.url);
const pageOrigin = 'https://shop.example';
const scope = 'openid profile offline_access api://orders/read';

interface Tokens {
  readonly access_token: string;
  readonly token_type: string;
  readonly refresh_token?: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

suite('openid-client, unmodified, signs people in at holdfast up', () => {
  let scene: Scene;
  let ada: ReadyLine['users'][number];

  before(async () => {
    scene = await openScene({ parameters: ['--redirect-uri', `spa=${pageOrigin}/callback`] });
    [ada] = scene.holdfast.ready.users as [typeof ada];
  });
  after(() => scene?.close());

  function start(name: string, environment: Readonly<Record<string, string>> = {}) {
    const { tenantId, clientId, secret, redirectUris = [] } = scene.holdfast.application(name);
    const asked = startProgram(program, {
      NODE_EXTRA_CA_CERTS: scene.holdfast.ready.trustFile,
      ISSUER: `${scene.holdfast.ready.sts}/${tenantId}/v2.0`,
      CLIENT_ID: clientId,
      ...(secret === undefined ? {} : { CLIENT_SECRET: secret }),
      ...environment,
    });
    return { asked, redirectUri: redirectUris.at(-1) ?? '' };
  }

  async function signIn(asked: AskedProgram, parameters: object, person = createPerson(scene.transport)) {
    const url = await asked.ask<string>({ step: 'begin', argument: { scope, ...parameters } });
    return person.visit(url, ada);
  }

  const redeem = (asked: AskedProgram, { url, form }: Arrival) =>
    asked.ask<Tokens>({ step: 'end', argument: { url: url.href, form: form?.toString() } });

  for (const mode of ['query', 'form_post']) {
    test(`the web application, by ${mode}: id_token verified, a token for the API, and a refresh`, async (t) => {
      const { asked, redirectUri } = start('web-app');
      t.after(() => asked.stop());
      const arrival = await signIn(asked, { redirect_uri: redirectUri, response_mode: mode });
      const tokens = await redeem(asked, arrival);
      assert.equal(tokens.claims['preferred_username'], ada.username);
      assert.equal(tokens.token_type, 'bearer');
      assert.deepEqual(decodeCompactJws(tokens.access_token).payload['scp'], 'read');
      const refreshed = await asked.ask<Tokens>({ step: 'refresh', argument: tokens.refresh_token });
      assert.equal(await statusOf(refreshed.access_token), 200);
    });
  }

  test('a code is redeemed once: what it brought is worth nothing after the second attempt', async (t) => {
    const { asked, redirectUri } = start('web-app');
    t.after(() => asked.stop());
    const arrival = await signIn(asked, { redirect_uri: redirectUri });
    const tokens = await redeem(asked, arrival);
    assert.equal(await statusOf(tokens.access_token), 200);
    await assert.rejects(redeem(asked, arrival), ProgramError);
    await assert.rejects(asked.ask({ step: 'refresh', argument: tokens.refresh_token }), ProgramError);
    assert.equal(await statusOf(tokens.access_token), 401);
  });

  test('somebody who is signed in is not asked again, and not without being signed in', async (t) => {
    const { asked, redirectUri } = start('web-app');
    t.after(() => asked.stop());
    const person = createPerson(scene.transport);
    await redeem(asked, await signIn(asked, { redirect_uri: redirectUri }, person));
    const silent = { redirect_uri: redirectUri, prompt: 'none' };
    const tokens = await redeem(asked, await signIn(asked, silent, person));
    assert.equal(tokens.claims['preferred_username'], ada.username);
    await assert.rejects(
      signIn(asked, silent).then((arrival) => redeem(asked, arrival)),
      (error) => error instanceof ProgramError && error.name === 'AuthorizationResponseError',
    );
  });

  test('the public application redeems from a page, and from nowhere else', async (t) => {
    const page = start('spa', { PAGE_ORIGIN: pageOrigin });
    const server = start('spa');
    t.after(() => Promise.all([page.asked.stop(), server.asked.stop()]));
    const parameters = { redirect_uri: page.redirectUri };
    const tokens = await redeem(page.asked, await signIn(page.asked, parameters));
    assert.equal(await statusOf(tokens.access_token), 200);
    await assert.rejects(redeem(server.asked, await signIn(server.asked, parameters)), ProgramError);
  });

  async function statusOf(accessToken: string): Promise<number> {
    const headers = { authorization: `Bearer ${accessToken}` };
    const { status } = await scene.transport(new Request(`${scene.holdfast.ready.api}/open/orders`, { headers }));
    return status;
  }
});
