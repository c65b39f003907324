// The unmodified ManagedIdentityApplication of msal-node, one process for each source: which it is, it keeps in a static member.
import { ManagedIdentityApplication } from '@azure/msal-node';
import { answerQuestions } from '../support/answer-questions.mjs';

// Its waits between attempts are fixed and long. The library is as it was installed; time runs faster for it, and what it waits for is told.
const waits = [];
const { setTimeout: wait } = globalThis;
globalThis.setTimeout = (work, milliseconds, ...rest) => {
  if (!new Error().stack.includes('msal-node')) return wait(work, milliseconds, ...rest);
  waits.push(milliseconds);
  return wait(work, milliseconds / 100, ...rest);
};

answerQuestions(async ({ identity, clientCapabilities, ...request }) => {
  const application = new ManagedIdentityApplication({ clientCapabilities, managedIdentityIdParams: identity });
  waits.length = 0;
  const { accessToken, tokenType, fromCache, expiresOn } = await application.acquireToken(request);
  const source = application.getManagedIdentitySource();
  return { accessToken, tokenType, fromCache, expiresOn: expiresOn.getTime(), source, waits: [...waits] };
});
