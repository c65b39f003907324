// The unmodified @azure/msal-node, as a web application uses it.
import { ConfidentialClientApplication, CryptoProvider } from '@azure/msal-node';
import { answerQuestions } from '../support/answer-questions.mjs';

const client = new ConfidentialClientApplication({ auth: JSON.parse(process.env.AUTH) });
const crypto = new CryptoProvider();
let kept;

const steps = {
  async begin(request) {
    const { verifier, challenge } = await crypto.generatePkceCodes();
    kept = { verifier, nonce: crypto.createNewGuid(), state: crypto.createNewGuid(), request };
    const { nonce, state } = kept;
    return client.getAuthCodeUrl({ ...request, nonce, state, codeChallenge: challenge, codeChallengeMethod: 'S256' });
  },
  async end(answer) {
    if (answer.state !== kept.state) throw new Error('another state came back');
    const { request, verifier, nonce } = kept;
    return pick(await client.acquireTokenByCode({ ...request, code: answer.code, codeVerifier: verifier, nonce }));
  },
  async silent(request) {
    const [account] = await client.getTokenCache().getAllAccounts();
    return pick(await client.acquireTokenSilent({ ...request, account }));
  },
};

function pick({ accessToken, tokenType, fromCache, scopes, account, idTokenClaims }) {
  return {
    accessToken,
    tokenType,
    fromCache,
    scopes,
    username: account.username,
    homeAccountId: account.homeAccountId,
    idTokenClaims,
  };
}

answerQuestions(({ step, argument }) => steps[step](argument));
