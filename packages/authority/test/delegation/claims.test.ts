import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parseDirectory } from '@holdfast/authority';
import { authorizeAddress } from '../harness/person.ts';
import { openPage, type RedeemingPage } from '../harness/redeeming-page.ts';
import { claimsOf, codeOf, type Reply, type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

describe('claims that are asked for in the name of a user', () => {
  let running: RunningAuthority;
  let ada: RedeemingPage;
  before(async () => {
    running = await runAuthority({
      directory: parseDirectory(`
tenants:
  contoso.example:
    applications:
      # What an application may claim in its own name says nothing about a user.
      spa: { consent: granted, authenticationContexts: [c1, c2] }
      orders-api: { api: { authenticationContexts: [c1, c2] } }
`),
    });
    ada = await openPage(running);
  });
  after(() => running.close());

  const acrs = (wish: object): string => JSON.stringify({ access_token: { acrs: wish } });
  const first = async (claims?: string): Promise<Reply> => ada.redeem(await ada.code(), { claims });
  const assertStepUp = (reply: Reply, wish: object, label: string): void => {
    assert.deepEqual([reply.status, codeOf(reply), reply.body['error']], [400, 50076, 'interaction_required'], label);
    assert.equal(typeof reply.body['claims'], 'string', label);
    assert.deepEqual(JSON.parse(String(reply.body['claims'])), { access_token: { acrs: wish } }, label);
    assert.equal('access_token' in reply.body, false, label);
  };

  it('are client capabilities, on both grants, from both requests', async () => {
    const cp1 = JSON.stringify({ access_token: { xms_cc: { values: ['CP1'] } } });
    const atSignIn = await ada.redeem(await ada.code({ claims: cp1 }));
    assert.deepEqual(claimsOf(atSignIn)['xms_cc'], ['cp1']);
    const renewed = await ada.refresh(atSignIn.body['refresh_token']);
    assert.equal('xms_cc' in claimsOf(renewed), false);
    const asked = await ada.refresh(renewed.body['refresh_token'], { claims: cp1 });
    assert.deepEqual(claimsOf(asked)['xms_cc'], ['cp1']);
  });

  it('are answered politely when MSAL adds its own', async () => {
    const defaults = {
      signin_state: { essential: false },
      login_hint: { essential: false },
      tenant_region_sub_scope: {},
    };
    const reply = await first(JSON.stringify({ id_token: defaults, access_token: { xms_cc: { values: ['cp1'] } } }));
    assert.equal(reply.status, 200);
  });

  it('are a time before which nothing was issued', async () => {
    const nbf = Math.floor(Date.now() / 1000) + 1;
    const { body } = await first();
    const reply = await ada.refresh(body['refresh_token'], {
      claims: JSON.stringify({ access_token: { nbf: { essential: true, value: String(nbf) } } }),
    });
    assert.ok(Number(claimsOf(reply)['nbf']) >= nbf);
  });

  it('send the person to sign in again when the sign-in does not meet a context, with the claims to do it with', async () => {
    assertStepUp(await first(acrs({ essential: true, value: 'c1' })), { essential: true, value: 'c1' }, 'code');
    const { body } = await first();
    const token = body['refresh_token'];
    const wish = { essential: true, value: 'c1' };
    assertStepUp(await ada.refresh(token, { claims: acrs(wish) }), wish, 'refresh');
    const several = { essential: true, values: ['c3', 'c1'] };
    assertStepUp(await ada.refresh(token, { claims: acrs(several) }), several, 'several');
    const reply = await ada.refresh(token, { claims: acrs({ value: 'c1' }) });
    assert.equal('acrs' in claimsOf(reply), false, 'not essential');
  });

  it('repeat nothing of the request in that answer', async () => {
    const { body } = await first();
    const token = body['refresh_token'];
    const marked = { essential: true, values: ['c1', 'marked<script>', 'c100', 7], extra: 'marked' };
    const mixed = await ada.refresh(token, { claims: acrs(marked) });
    assertStepUp(mixed, { essential: true, value: 'c1' }, 'mixed');
    assert.equal(JSON.stringify(mixed.body).includes('marked'), false);
    const nothing = await ada.refresh(token, { claims: acrs({ essential: true, value: 'urn:nothing' }) });
    assert.deepEqual([codeOf(nothing), 'claims' in nothing.body], [53003, false]);
  });

  it('are met after the person has signed in with them, in the tokens that ask', async () => {
    const claims = acrs({ essential: true, value: 'c2' });
    const page = await ada.person.visit(authorizeAddress(running, { claims }));
    const answered = await ada.person.press(page, 'ada@contoso.example');
    const code = answered.answer?.get('code') ?? assert.fail(answered.text.slice(0, 300));
    const reply = await ada.redeem(code);
    assert.deepEqual(claimsOf(reply)['acrs'], ['c2']);
    const plain = await ada.refresh(reply.body['refresh_token']);
    assert.equal('acrs' in claimsOf(plain), false);
    const asked = await ada.refresh(plain.body['refresh_token'], { claims });
    assert.deepEqual(claimsOf(asked)['acrs'], ['c2']);
    const other = { essential: true, value: 'c1' };
    assertStepUp(await ada.refresh(asked.body['refresh_token'], { claims: acrs(other) }), other, 'another');
  });
});
