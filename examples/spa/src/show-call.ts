import { boundFetch } from './client.ts';
import { button, element, part } from './element.ts';
import { clearProblem, showProblem } from './problem.ts';
import { type Sent, watch } from './sent.ts';
import { settings } from './settings.ts';
import { showProof } from './show-proof.ts';
import { showThief } from './show-thief.ts';

const order: RequestInit = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ item: 'sextant', quantity: 1 }),
};

/** Offers calls of the API. */
export function showCall(): void {
  part('call-actions').replaceChildren(
    button('List orders', () => call('/orders?limit=3')),
    button('Place an order', () => call('/orders', order)),
    button('Who am I?', () => call('/whoami')),
  );
  part('call').hidden = false;
}

/** Hides calls and what they left. */
export function hideCall(): void {
  for (const id of ['call', 'proof', 'thief']) part(id).hidden = true;
  for (const id of ['call-answer', 'proof-parts', 'thief-attempts', 'thief-verdict']) part(id).replaceChildren();
}

async function call(path: string, init?: RequestInit): Promise<void> {
  clearProblem();
  part('call-answer').replaceChildren();
  try {
    const { result: response, sent } = await watch(() => boundFetch(`${settings.api}${path}`, init));
    part('call-answer').replaceChildren(
      ...sent.map(describe),
      element('pre', { tabindex: '0', 'aria-label': 'The answer of the API' }, [pretty(await response.text())]),
    );
    const last = sent.at(-1);
    if (last === undefined || last.status >= 400) return;
    showProof(last.authorization);
    // His attempts start from a proof for reading.
    if (last.method === 'GET') showThief(last);
  } catch (error) {
    showProblem(error);
  }
}

function describe({ method, url, status }: Sent): HTMLElement {
  const { pathname, search } = new URL(url);
  // The first request of a page has no nonce yet: the API answers 401 with one, and boundFetch signs once more.
  const note = status === 401 ? ': the API gave a nonce, and the request was signed once more' : '';
  return element('p', {}, [element('code', {}, [`${method} ${pathname}${search}`]), ` ${status}${note}`]);
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
