import { html, type Markup } from './markup.ts';
import { name, shownText } from './shown-text.ts';
import type { AccountView, FormTarget } from './views.ts';

/** A form of an interaction, with the fields that every one of them sends. */
export function interactionForm({ action, flow, antiForgery }: FormTarget, content: Markup): Markup {
  return html`<form method="post" action="${action}">
<input type="hidden" name="flow" value="${flow}">
<input type="hidden" name="anti_forgery" value="${antiForgery}">
${content}
</form>`;
}

/** A button with a person on it. */
export function accountButton(field: 'user' | 'account', { username, displayName }: AccountView): Markup {
  return html`<button class="account" type="submit" name="${field}" value="${username}">
<span class="badge" aria-hidden="true">${initials(displayName)}</span>
<span class="who">Continue as ${name(displayName)}<small><bdi>${shownText(username)}</bdi></small></span>
</button>`;
}

// Letters and digits only: they stand alone in a round field, and a mark or a symbol would say nothing there.
function initials(displayName: string): string {
  const words = displayName.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return chosen.map((word) => [...(word ?? '')][0]?.toUpperCase() ?? '').join('');
}
