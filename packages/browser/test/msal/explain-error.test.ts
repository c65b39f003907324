import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as real from '@azure/msal-browser';
import { HoldfastError } from '@holdfast/core';
import { oauthErrors, TokenRequestRefused } from '@holdfast/oauth';
import { browserErrors } from '../../src/errors/catalog.ts';
import { InteractionRequired } from '../../src/errors/interaction-required.ts';
import { SignInRefused } from '../../src/errors/sign-in-refused.ts';
import { SignInUnfinished } from '../../src/errors/sign-in-unfinished.ts';
import { explainError } from '../../src/msal/explain-error.ts';
import { AuthError, BrowserAuthError, InteractionRequiredAuthError, ServerError } from '../../src/msal/msal.ts';

const realCodes = new Set(
  [
    real.AuthErrorCodes,
    real.BrowserAuthErrorCodes,
    real.BrowserConfigurationAuthErrorCodes,
    real.ClientAuthErrorCodes,
    real.ClientConfigurationErrorCodes,
    real.InteractionRequiredAuthErrorCodes,
  ].flatMap((codes) => Object.values(codes) as string[]),
);

suite('errors in the words of MSAL.js', () => {
  const codes = Object.keys({ ...browserErrors, ...oauthErrors }).filter(
    (code) => !['ERR_INTERACTION_REQUIRED', 'ERR_TOKEN_REQUEST_REFUSED'].includes(code),
  );
  for (const code of codes.filter((one) => !/^ERR_SIGN_IN_(DENIED|REFUSED)$/.test(one))) {
    test(`${code} is a word of MSAL.js, or our own`, () => {
      const cause = new HoldfastError(code, { meaning: 'wrong', mend: 'Mend it.' });
      const error = explainError(cause, 'call');
      assert.ok(error instanceof AuthError);
      const isOwn = `ERR_${error.errorCode.toUpperCase()}` === code;
      assert.ok(isOwn || realCodes.has(error.errorCode), error.errorCode);
      assert.deepEqual([error.cause, error.correlationId, error.errorMessage], [cause, 'call', cause.message]);
    });
  }

  test('whoever has to be asked is asked with the claims, as text', () => {
    const claims = { access_token: { acrs: { essential: true, values: ['c1'] } } };
    const facts = { reason: 'consent_required', claims, suberror: 'basic_action', errorCodes: [65001, 65004] } as const;
    const error = explainError(new InteractionRequired(facts), 'call');
    assert.ok(error instanceof InteractionRequiredAuthError);
    const { name, errorCode, subError, errorNo } = error;
    assert.deepEqual(JSON.parse(error.claims), claims);
    assert.deepEqual(
      [name, errorCode, subError, errorNo],
      ['InteractionRequiredAuthError', 'consent_required', 'basic_action', '65001'],
    );
    const nobody = explainError(new InteractionRequired({ reason: 'no_account' }), 'call');
    assert.deepEqual([(nobody as AuthError).errorCode, realCodes.has('no_tokens_found')], ['no_tokens_found', true]);
  });

  test('a refusal of the authority is a ServerError with its word and number', () => {
    const facts = { status: 400, error: 'invalid_grant', suberror: 'bad_token', errorCodes: [70043] };
    const refused = explainError(new TokenRequestRefused(facts), 'call');
    assert.ok(refused instanceof ServerError);
    assert.deepEqual(
      [refused.errorCode, refused.subError, refused.errorNo, refused.status],
      ['invalid_grant', 'bad_token', '70043', 400],
    );
    const denied = explainError(new SignInRefused('ERR_SIGN_IN_DENIED', { error: 'access_denied' }), 'call');
    assert.deepEqual([denied.name, (denied as AuthError).errorCode], ['ServerError', 'access_denied']);
    const unknown = explainError(new SignInRefused('ERR_SIGN_IN_REFUSED'), 'call');
    assert.equal((unknown as AuthError).errorCode, 'server_error');
  });

  test('a person who left is told as there', () => {
    const error = explainError(new SignInUnfinished('ERR_SIGN_IN_CANCELLED'), 'call');
    assert.ok(error instanceof BrowserAuthError);
    assert.equal(error.errorCode, real.BrowserAuthErrorCodes.userCancelled);
  });

  test('a wrong request is a ClientConfigurationError; an error that is told already, or is none of ours, is left alone', () => {
    const error = explainError(new TypeError('scopes'), 'call') as AuthError;
    assert.deepEqual([error.name, error.errorCode], ['ClientConfigurationError', 'invalid_request']);
    assert.equal(explainError(error, 'other'), error);
    const foreign = new DOMException('over', 'AbortError');
    assert.equal(explainError(foreign, 'call'), foreign);
  });
});
