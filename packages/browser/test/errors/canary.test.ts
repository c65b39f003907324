import type { JsonObject } from '@holdfast/core';
import { canary, secretsContract } from '@holdfast/testing';
import { createTokenMemory } from '../../src/acquire/token-memory.ts';
import { createAskingLoader } from '../../src/asking/load-asking.ts';
import { keepPending } from '../../src/authorize/keep-pending.ts';
import type { PendingSignIn } from '../../src/authorize/pending-sign-in.ts';
import { processAnswer } from '../../src/authorize/process-answer.ts';
import { browserErrors } from '../../src/errors/catalog.ts';
import { createIdTokenValidator } from '../../src/id-token/validate-id-token.ts';
import * as browser from '../../src/index.ts';
import { beginWait } from '../../src/interaction/wait.ts';
import { createMemoryVault } from '../../src/vault/record-vault.ts';
import { clientId, createBench, idTokenClaims, keys, signIdToken } from '../fixtures/test-authority.ts';

/*
 * The canary stands for whatever an answer, an id_token or a request says: state, code, nonce, verifier, descriptions, claims. It must be in no
 * error.
 */
const issuer = 'https://login.example/tenant/v2.0';
const state = `holdfast.redirect.AAAAAAAAAAAAAAAAAAAAAA.${clientId}`;
const pending: PendingSignIn = {
  kind: 'redirect',
  state,
  nonce: canary,
  codeVerifier: canary,
  redirectUri: `https://app.example/${canary}`,
  issuer,
  namesIssuer: true,
  request: { loginHint: canary, state: canary },
  returnTo: `https://app.example/${canary}`,
};

function answer(members: Readonly<Record<string, string>>): unknown {
  const said = { code: canary, state, iss: issuer, error_description: `AADSTS50058: ${canary}`, ...members };
  return processAnswer(new URLSearchParams(said), pending);
}

async function idToken(claims: object, options: Parameters<typeof signIdToken>[1] = {}): Promise<JsonObject> {
  const { settings, source, clock } = createBench();
  const token = await signIdToken(idTokenClaims(clock, { name: canary, ...claims }), options);
  return createIdTokenValidator(settings, source)(token, { nonce: canary });
}

const inBrowsers =
  'popup.page.ts and redirect.page.ts bring it about in real browsers; it is thrown without detail and cause';

secretsContract('@holdfast/browser', {
  codes: Object.keys(browserErrors),
  exports: browser,
  provocations: {
    ERR_MODULE_UNAVAILABLE: () => {
      const settings = { ...createBench().settings, clientId: canary, redirectUri: `https://app.example/${canary}` };
      const gone = async () => {
        throw new TypeError('Failed to fetch dynamically imported module');
      };
      return createAskingLoader({ settings, vault: createMemoryVault(), memory: createTokenMemory() }, gone)();
    },
    ERR_SIGN_IN_ANSWER: [
      () => answer({ code: '' }),
      () => answer({ id_token: canary }),
      () => answer({ error: 'login_required', claims: `{"${canary}":1,"${canary}":2}` }),
      () => processAnswer(new URLSearchParams(`code=${canary}&code=${canary}&state=${state}`), pending),
    ],
    ERR_SIGN_IN_STATE: () => answer({ state: canary }),
    ERR_SIGN_IN_ISSUER: () => answer({ iss: `https://${canary}.example` }),
    ERR_SIGN_IN_DENIED: () => answer({ error: 'access_denied' }),
    ERR_SIGN_IN_REFUSED: () => answer({ error: canary, error_uri: `https://${canary}.example` }),
    ERR_SIGN_IN_STORAGE: () => keepPending(clientId, pending),
    ERR_SIGN_IN_TIMEOUT: () => {
      const { signal } = beginWait(1);
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    },
    ERR_ID_TOKEN_KEY: [
      () => idToken({}, { header: { kid: canary } }),
      () => idToken({}, { key: keys.es256, header: { kid: 'rs' } }),
    ],
    ERR_ID_TOKEN_CLAIM: [() => idToken({ aud: canary }), () => idToken({}, { header: { typ: canary } })],
    ERR_ID_TOKEN_TIME: () => idToken({ exp: canary }),
    ERR_ID_TOKEN_NONCE: () => idToken({ nonce: `${canary}2` }),
    ERR_INTERACTION_REQUIRED: () => answer({ error: 'login_required', suberror: canary }),
  },
  unprovoked: {
    ERR_SIGN_IN_POPUP_BLOCKED: inBrowsers,
    ERR_SIGN_IN_CANCELLED: inBrowsers,
    ERR_SIGN_IN_REPLACED: inBrowsers,
    ERR_SIGN_IN_FRAMED: inBrowsers,
  },
});
