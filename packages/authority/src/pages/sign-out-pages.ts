import { html } from './markup.ts';
import type { Page } from './page.ts';
import { renderPage } from './render-page.ts';
import { name, shownText } from './shown-text.ts';
import type { SignedOutView, SignOutView } from './views.ts';

/** Writes the page that asks before it signs somebody out: the request may come from a page that has no business with them. */
export function renderSignOut({ action, antiForgery, accounts, carried, redirectUri }: SignOutView): Page {
  return renderPage({
    title: 'Sign out',
    ownForms: true,
    redirectUri,
    main: html`<h1>Sign out?</h1>
<p class="lead">This ends the sign-in of</p>
<ul class="people">
${accounts.map(({ username, displayName }) => html`<li>${name(displayName)}<small><bdi>${shownText(username)}</bdi></small></li>\n`)}
</ul>
<p>Applications in this browser cannot renew their tokens after that. Tokens that they have live until they expire.</p>
<form method="post" action="${action}">
<input type="hidden" name="anti_forgery" value="${antiForgery}">
${carried.map(([field, value]) => html`<input type="hidden" name="${field}" value="${value}">\n`)}
<div class="actions">
<button class="primary" type="submit" id="sign-out" name="sign_out" value="yes">Sign out</button>
<button type="submit" id="stay" name="sign_out" value="no">Stay signed in</button>
</div>
</form>`,
  });
}

const outcomes: Readonly<Record<SignedOutView['outcome'], { readonly heading: string; readonly text: string }>> = {
  signedOut: { heading: 'You are signed out', text: 'You can close this page.' },
  stillSignedIn: { heading: 'You are still signed in', text: 'Nothing has changed. You can close this page.' },
  nobody: { heading: 'Nobody is signed in', text: 'There was nothing to sign out of. You can close this page.' },
};

/** Writes the page after a sign-out that leads nowhere else. */
export function renderSignedOut({ outcome, unknownReturn = false }: SignedOutView): Page {
  const { heading, text } = outcomes[outcome];
  return renderPage({
    title: heading,
    ownForms: false,
    main: html`<h1>${heading}</h1>
<p class="lead">${text}</p>
${
  unknownReturn
    ? html`<div class="notice"><p><strong>For the developer:</strong> nobody was sent to <code>post_logout_redirect_uri</code>, because no application of this tenant has registered that address.</p></div>`
    : undefined
}`,
  });
}
