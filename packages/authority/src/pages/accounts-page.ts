import { accountButton, interactionForm } from './forms.ts';
import { html } from './markup.ts';
import type { Page } from './page.ts';
import { renderPage } from './render-page.ts';
import { name } from './shown-text.ts';
import type { AccountsView } from './views.ts';

/** Writes the page where people who are signed in choose as whom they continue. */
export function renderAccounts({ form, tenant, application, accounts }: AccountsView): Page {
  const buttons = accounts.map((account) => accountButton('account', account));
  return renderPage({
    title: 'Choose an account',
    ownForms: true,
    redirectUri: form.redirectUri,
    main: html`<h1>Choose an account</h1>
<p class="lead">to continue to ${name(application)} with an account of ${name(tenant)}</p>
${interactionForm(
  form,
  html`${buttons}
<div class="actions">
<button type="submit" id="another" name="step" value="another">Use another account</button>
<button class="plain" type="submit" id="cancel" name="step" value="cancel">Cancel</button>
</div>`,
)}`,
  });
}
