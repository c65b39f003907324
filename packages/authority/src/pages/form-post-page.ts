import { html } from './markup.ts';
import type { Page } from './page.ts';
import { renderPage } from './render-page.ts';
import { name } from './shown-text.ts';
import type { FormPostView } from './views.ts';

// The one script of all pages. It reads nothing that was sent.
const submit = 'document.forms[0].submit();';

/**
 * Writes the page that sends an answer on by itself, and by a button where scripts are off.
 *
 * Not checked: the address; and a line break inside a value leaves the browser as CRLF, whatever it was.
 *
 * @see OAuth 2.0 Form Post Response Mode section 2
 */
export function renderFormPost({ redirectUri, application, parameters }: FormPostView): Page {
  return renderPage({
    title: 'Continue',
    ownForms: false,
    redirectUri,
    script: submit,
    main: html`<h1>One moment</h1>
<p class="lead">You are taken back to ${name(application)}. If nothing happens, continue by hand.</p>
<form method="post" action="${redirectUri}">
${parameters.map(([field, value]) => html`<input type="hidden" name="${field}" value="${value}">\n`)}
<button class="primary" type="submit" id="continue">Continue</button>
</form>`,
  });
}
