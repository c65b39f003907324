import { html } from './markup.ts';
import type { Page } from './page.ts';
import { renderPage } from './render-page.ts';
import { shownText } from './shown-text.ts';
import type { ErrorView } from './views.ts';

/** Writes the page for a request that is never answered with a redirect, because nobody knows that its address is good. */
export function renderError({ code, text, mend, traceId, at }: ErrorView): Page {
  const time = `${new Date(at).toISOString().slice(0, 19)}Z`;
  return renderPage({
    title: 'Error: this request cannot be answered',
    ownForms: false,
    main: html`<h1>This request cannot be answered</h1>
<p class="lead">You were sent here with something that this authority does not accept. You can close this page.</p>
<div class="problem" role="alert"><p><strong>AADSTS${String(code)}</strong> ${shownText(text)}</p></div>
<h2>For the developer</h2>
<p>${shownText(mend)}</p>
<dl>
<dt>Code</dt><dd><a href="/error?code=${String(code)}">AADSTS${String(code)}</a></dd>
<dt>Trace ID</dt><dd><code id="trace">${shownText(traceId)}</code></dd>
<dt>Time</dt><dd><time datetime="${time}">${time.replace('T', ' ')}</time></dd>
</dl>`,
  });
}
