import { button, element, part } from './element.ts';
import { stealKeys } from './key-thief.ts';
import { takeApart } from './proof-parts.ts';
import type { Sent } from './sent.ts';
import { type Attempt, attempts, type Loot } from './thief.ts';

/** What came of one attempt. */
interface Outcome {
  readonly title: string;
  readonly hope: string;
  /** What he sent, or did. */
  readonly deed: string;
  readonly refused: boolean;
  readonly answer: string;
}

/** Lets the thief have what was sent. */
export function showThief({ method, url, authorization }: Sent): void {
  const loot = { method, url, authorization, accessToken: takeApart(authorization).accessToken };
  part('thief-attempts').replaceChildren();
  part('thief-verdict').textContent = '';
  part('thief-actions').replaceChildren(button('Let him try everything', () => tryAll(loot)));
  part('thief').hidden = false;
}

async function tryAll(loot: Loot): Promise<void> {
  const list = part('thief-attempts');
  list.replaceChildren();
  part('thief-verdict').textContent = '';
  const tries = [...attempts.map((attempt) => () => send(attempt, loot)), takeKey];
  let refused = 0;
  for (const attempt of tries) {
    const outcome = await attempt();
    list.append(show(outcome));
    if (outcome.refused) refused += 1;
  }
  part('thief-verdict').textContent = `${tries.length} attempts, ${refused} refused.`;
}

async function send({ title, hope, build }: Attempt, loot: Loot): Promise<Outcome> {
  const request = await build(loot);
  const { pathname } = new URL(request.url);
  const deed = `${request.method} ${pathname} · Authorization: ${shorten(request.headers.get('authorization') ?? '')}`;
  const response = await fetch(request);
  const refused = response.status === 401;
  return { title, hope, deed, refused, answer: `${response.status} ${await reason(response)}` };
}

async function takeKey(): Promise<Outcome> {
  const { found, exported } = await stealKeys();
  return {
    title: 'Take the key itself',
    hope: 'A script of his in this very page reads all of its storage, and can have the browser sign while the page is open. The key would be his for good.',
    deed: "indexedDB … crypto.subtle.exportKey('pkcs8', key)",
    refused: exported === 0,
    answer: `by the browser · keys found: ${found}, given out: ${exported}`,
  };
}

function show({ title, hope, deed, refused, answer }: Outcome): HTMLElement {
  return element('li', {}, [
    element('h3', {}, [title]),
    element('p', {}, [hope]),
    element('p', { class: 'wire' }, [deed]),
    element('p', { class: refused ? 'refused' : 'opened' }, [
      element('strong', {}, [refused ? 'Refused: ' : 'He got through: ']),
      answer,
    ]),
  ]);
}

// The API says why in words that hold nothing of the request.
async function reason(response: Response): Promise<string> {
  const { code, error_description: description } = (await response.json()) as Record<string, unknown>;
  return [description, code].filter((text) => typeof text === 'string').join(' · ');
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 48)}…`;
}
