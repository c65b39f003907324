import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PendingSignIn } from '../../src/authorize/pending-sign-in.ts';
import { processAnswer } from '../../src/authorize/process-answer.ts';
import { InteractionRequired } from '../../src/errors/interaction-required.ts';
import { SignInRefused } from '../../src/errors/sign-in-refused.ts';
import { clientId, origin, otherTenantId, refusedWith, tenantId } from '../fixtures/test-authority.ts';

const issuer = `${origin}/${tenantId}/v2.0`;
const pending: PendingSignIn = {
  kind: 'popup',
  state: `holdfast.popup.AAAAAAAAAAAAAAAAAAAAAA.${clientId}`,
  nonce: 'nonce',
  codeVerifier: 'verifier',
  redirectUri: 'https://app.example/',
  issuer,
  namesIssuer: true,
  request: { scopes: ['api://orders/read'] },
};

function answer(members: object, expected: Partial<PendingSignIn> = {}) {
  const sound = { code: 'a code', state: pending.state, iss: issuer };
  const entries = Object.entries({ ...sound, ...members }).filter(([, value]) => value !== undefined);
  return processAnswer(new URLSearchParams(entries as [string, string][]), { ...pending, ...expected });
}

function refusal(members: object): SignInRefused | InteractionRequired {
  try {
    answer({ code: undefined, ...members });
  } catch (error) {
    if (error instanceof SignInRefused || error instanceof InteractionRequired) return error;
    throw error;
  }
  throw new Error('not refused');
}

describe('an answer', () => {
  it('gives the code with what redeems it', () => {
    assert.deepEqual(answer({ client_info: 'info', session_state: 'whatever' }), {
      code: 'a code',
      kind: 'popup',
      redirectUri: 'https://app.example/',
      codeVerifier: 'verifier',
      nonce: 'nonce',
      request: pending.request,
      clientInfo: 'info',
      issuer,
      returnTo: undefined,
    });
  });

  it('with a forged state is refused, whatever else it says', () => {
    const states = [undefined, '', `${pending.state}x`, pending.state.toLowerCase(), pending.state.replace('A', 'B')];
    for (const state of states) {
      assert.throws(() => answer({ state }), refusedWith('ERR_SIGN_IN_STATE'), state);
      assert.throws(
        () => answer({ state, code: undefined, error: 'login_required' }),
        refusedWith('ERR_SIGN_IN_STATE'),
      );
    }
  });

  it('of another authority is refused: mix-up', () => {
    const others = [`${issuer}/`, `${origin}/${otherTenantId}/v2.0`, 'https://thief.example', ''];
    for (const iss of others) {
      assert.throws(() => answer({ iss }), refusedWith('ERR_SIGN_IN_ISSUER'), iss);
      assert.throws(() => answer({ iss }, { namesIssuer: false }), refusedWith('ERR_SIGN_IN_ISSUER'), iss);
      assert.throws(() => answer({ iss, error: 'access_denied' }), refusedWith('ERR_SIGN_IN_ISSUER'), iss);
    }
  });

  it('has to name its issuer where the metadata says that answers do, and may not name any elsewhere', () => {
    assert.throws(() => answer({ iss: undefined }), refusedWith('ERR_SIGN_IN_ISSUER'));
    assert.equal(answer({ iss: undefined }, { namesIssuer: false }).issuer, undefined);
  });

  it('of any tenant is taken where tenants share the authority, and the id_token has to agree', () => {
    const template = { issuer: `${origin}/{tenantid}/v2.0` };
    assert.equal(answer({}, template).issuer, issuer);
    assert.throws(() => answer({ iss: 'https://thief.example' }, template), refusedWith('ERR_SIGN_IN_ISSUER'));
    assert.throws(() => answer({ iss: template.issuer }, template), refusedWith('ERR_SIGN_IN_ISSUER'));
  });

  it('with a member twice is refused', () => {
    for (const name of ['code', 'state', 'iss', 'error', 'whatever']) {
      const parameters = new URLSearchParams({ code: 'a code', state: pending.state, iss: issuer, [name]: 'x' });
      parameters.append(name, 'y');
      assert.throws(() => processAnswer(parameters, pending), refusedWith('ERR_SIGN_IN_ANSWER'), name);
    }
  });

  it('of another flow is refused: a token in an address is in everybody’s hands', () => {
    for (const name of ['access_token', 'id_token', 'token', 'response']) {
      assert.throws(() => answer({ [name]: 'x' }), refusedWith('ERR_SIGN_IN_ANSWER'), name);
    }
  });

  it('without a code is refused', () => {
    for (const code of [undefined, '']) assert.throws(() => answer({ code }), refusedWith('ERR_SIGN_IN_ANSWER'));
  });
});

describe('an answer that says no', () => {
  it('is told in words that are known, with its numbers', () => {
    const error = refusal({ error: 'invalid_scope', error_description: 'AADSTS70011: scope <script>' });
    assert.ok(error instanceof SignInRefused);
    assert.deepEqual([error.code, error.error, error.errorCodes], ['ERR_SIGN_IN_REFUSED', 'invalid_scope', [70_011]]);
    assert.match(error.message, /\(invalid_scope, AADSTS70011\)/);
    assert.equal(error.message.includes('script'), false);
  });

  it('says nothing of words that are not known', () => {
    const error = refusal({ error: 'call +1 555 0100', error_description: 'your account is locked, call +1 555 0100' });
    assert.ok(error instanceof SignInRefused);
    assert.deepEqual([error.code, error.error, error.errorCodes], ['ERR_SIGN_IN_REFUSED', undefined, []]);
    assert.equal(JSON.stringify([error.message, error]).includes('555'), false);
  });

  it('says no for a code beside it, too', () => {
    assert.equal(refusal({ error: 'access_denied', code: 'a code' }).code, 'ERR_SIGN_IN_DENIED');
  });

  it('wants a person: with the claims ready to pass, and a suberror that is known', () => {
    const claims = { access_token: { acrs: { essential: true, value: 'c1' } } };
    const description = 'AADSTS50076: more is needed';
    const error = refusal({
      error: 'interaction_required',
      error_description: description,
      suberror: 'basic_action',
      claims: JSON.stringify(claims),
    });
    assert.ok(error instanceof InteractionRequired);
    assert.deepEqual(error.claims, claims);
    assert.deepEqual(
      [error.reason, error.suberror, error.errorCodes],
      ['interaction_required', 'basic_action', [50_076]],
    );
    for (const reason of ['login_required', 'consent_required']) {
      const plain = refusal({ error: reason, suberror: 'unheard_of' });
      assert.ok(plain instanceof InteractionRequired);
      assert.deepEqual([plain.reason, plain.suberror, plain.claims], [reason, undefined, undefined]);
    }
  });

  it('wants claims that cannot be read', () => {
    for (const claims of ['{"a":1,"a":2}', 'not json', '[]', `{"a":"${'x'.repeat(16_384)}"}`]) {
      assert.equal(refusal({ error: 'interaction_required', claims }).code, 'ERR_SIGN_IN_ANSWER');
    }
  });
});
