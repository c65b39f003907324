import type { Account, InteractionKind } from '@holdfast/browser';
import { client, scopes } from './client.ts';
import { button, facts, part } from './element.ts';
import { clearProblem, showProblem } from './problem.ts';
import { hideCall, showCall } from './show-call.ts';

/** Shows who is signed in, and what can be done about it. */
export async function showAccount(): Promise<void> {
  const account = await client.activeAccount();
  part('account-facts').hidden = account === undefined;
  if (account === undefined) showStranger();
  else await showPerson(account);
}

function showStranger(): void {
  part('account-state').textContent = 'Nobody is signed in.';
  part('account-actions').replaceChildren(
    button('Sign in', () => signIn('popup')),
    button('Sign in without a new window', () => signIn('redirect')),
  );
  hideCall();
}

async function showPerson(account: Account): Promise<void> {
  part('account-state').textContent = `Signed in as ${account.username}.`;
  part('account-actions').replaceChildren(button('Sign out', signOut));
  const { bindingThumbprint, expiresOn, tokenSource } = await client.acquireToken({ scopes, account });
  part('account-facts').replaceChildren(
    ...facts([
      ['Name', account.name ?? account.username],
      ['Tenant', account.tenantId],
      ['Key of this browser', bindingThumbprint ?? 'none: the token is not bound'],
      ['Token from', sources[tokenSource]],
      ['Token expires', expiresOn.toLocaleTimeString()],
    ]),
  );
  showCall();
}

const sources = {
  memory: 'the memory of this page',
  vault: 'the storage of this browser: page and key outlived a reload',
  network: 'the authority',
  shared: 'the authority, with another call',
} as const;

// The button that was pressed is gone: the focus goes to what came of it.
async function showNews(): Promise<void> {
  await showAccount();
  part('account-state').focus();
}

async function signIn(interaction: InteractionKind): Promise<void> {
  clearProblem();
  try {
    client.setActiveAccount((await client.signIn({ scopes, interaction })).account);
    await showNews();
  } catch (error) {
    showProblem(error);
  }
}

async function signOut(): Promise<void> {
  clearProblem();
  try {
    await client.signOut();
    await showNews();
  } catch (error) {
    showProblem(error);
  }
}
