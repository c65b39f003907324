import { html } from './markup.ts';
import type { Page } from './page.ts';
import { renderPage } from './render-page.ts';
import { shownText } from './shown-text.ts';
import type { FrontView } from './views.ts';

/** Writes the page for people who open the address of the authority, to see whether it runs or to trust its certificate. */
export function renderFront({ tenants }: FrontView): Page {
  return renderPage({
    title: 'It runs',
    ownForms: false,
    main: html`<h1>The authority runs</h1>
<p class="lead">Applications send people here to sign in, and ask here for tokens. There is nothing to do on this page.</p>
<h2 id="tenants">Tenants and their metadata</h2>
<ul class="people" aria-labelledby="tenants">
${tenants.map(
  (domain) =>
    html`<li><a href="/${encodeURIComponent(domain)}/v2.0/.well-known/openid-configuration"><bdi>${shownText(domain)}</bdi></a></li>\n`,
)}
</ul>`,
  });
}
