// The unmodified openid-client, as a web application uses it: an address to go to, the answer that came back, and a refresh.
import * as client from 'openid-client';
import { answerQuestions } from '../support/answer-questions.mjs';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, PAGE_ORIGIN } = process.env;
const authentication = CLIENT_SECRET === undefined ? client.None() : client.ClientSecretPost(CLIENT_SECRET);
const configuration = await client.discovery(new URL(ISSUER), CLIENT_ID, undefined, authentication);
// It verifies the signatures of id_tokens, too.
client.enableNonRepudiationChecks(configuration);
if (PAGE_ORIGIN !== undefined)
  configuration[client.customFetch] = (url, options) =>
    fetch(url, { ...options, headers: { ...options.headers, origin: PAGE_ORIGIN } });

let checks;

const steps = {
  async begin(parameters) {
    const pkceCodeVerifier = client.randomPKCECodeVerifier();
    checks = { pkceCodeVerifier, expectedState: client.randomState(), expectedNonce: client.randomNonce() };
    return client.buildAuthorizationUrl(configuration, {
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: checks.expectedState,
      nonce: checks.expectedNonce,
      ...parameters,
    }).href;
  },
  async end({ url, form }) {
    const answer =
      form === undefined ? new URL(url) : new Request(url, { method: 'POST', body: new URLSearchParams(form) });
    const tokens = await client.authorizationCodeGrant(configuration, answer, { ...checks, idTokenExpected: true });
    return { ...tokens, claims: tokens.claims() };
  },
  refresh: (refreshToken) => client.refreshTokenGrant(configuration, refreshToken),
};

answerQuestions(({ step, argument }) => steps[step](argument));
