import { interactionForm } from './forms.ts';
import { html, type Markup } from './markup.ts';
import type { Page } from './page.ts';
import { renderPage } from './render-page.ts';
import { scopeWords } from './scope-words.ts';
import { name, shownText } from './shown-text.ts';
import type { ConsentView } from './views.ts';

// OpenID Connect Core section 5.4 and section 11, in words.
const openidScopes: ReadonlyMap<string, readonly [what: string, more: string]> = new Map([
  ['openid', ['Know that it is you', 'A name for you that stays the same at every sign-in']],
  ['profile', ['Read your profile', 'Your name and your user name']],
  ['email', ['Read your e-mail address', '']],
  ['offline_access', ['Stay allowed while you are away', 'Until you sign out, or what it was given expires']],
]);

/** Writes the page where people allow an application what it asks for. */
export function renderConsent(view: ConsentView): Page {
  const { form, tenant, application, account } = view;
  const permissions = [...apiPermissions(view), ...openidPermissions(view)];
  return renderPage({
    title: 'Allow access',
    ownForms: true,
    redirectUri: form.redirectUri,
    main: html`<h1>Allow ${name(application)} to act for you?</h1>
<p class="lead">You are signed in as ${name(account.displayName)} (<bdi>${shownText(account.username)}</bdi>).</p>
<h2 id="asks">It asks to</h2>
<ul class="scopes" aria-labelledby="asks">
${permissions}
</ul>
<dl>
<dt>Organisation</dt><dd><bdi>${shownText(tenant)}</bdi></dd>
<dt>Answer goes to</dt><dd><bdi>${shownText(new URL(form.redirectUri).origin)}</bdi></dd>
</dl>
${interactionForm(
  form,
  html`<div class="actions">
<button class="primary" type="submit" id="accept" name="consent" value="accept">Accept</button>
<button type="submit" id="decline" name="consent" value="decline">Decline</button>
<button class="plain" type="submit" id="another" name="step" value="another">Use another account</button>
</div>`,
)}`,
  });
}

function apiPermissions({ api, scopes }: ConsentView): readonly Markup[] {
  if (api === undefined) return [];
  return scopes.map(
    (scope) => html`<li>${scopeWords(scope, api.name)}
<small><code><bdi>${shownText(`${api.appIdUri}/${scope}`)}</bdi></code></small></li>`,
  );
}

function openidPermissions({ openid }: ConsentView): readonly Markup[] {
  return openid.map((scope) => {
    const [what, more] = openidScopes.get(scope) ?? [scope, ''];
    return html`<li>${shownText(what)}${more === '' ? undefined : html`<small>${more}</small>`}</li>`;
  });
}
