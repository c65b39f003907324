import { client } from './client.ts';
import { showProblem } from './problem.ts';
import { showAccount } from './show-account.ts';

// A sign-in that left the page comes back here. Where the page was opened otherwise there is nothing to take, and nobody is asked.
try {
  const result = await client.handleRedirect();
  if (result !== undefined) client.setActiveAccount(result.account);
} catch (error) {
  showProblem(error);
}
await showAccount().catch(showProblem);
addEventListener('accounts-changed', () => void showAccount().catch(showProblem));
