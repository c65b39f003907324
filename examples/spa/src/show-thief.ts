import { button, element, part } from './element.ts';
import { takeApart } from './proof-parts.ts';
import type { Sent } from './sent.ts';
import { type Attempt, attempts, type Loot } from './thief.ts';

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
  let refused = 0;
  for (const attempt of attempts) {
    const { shown, wasRefused } = await tryOne(attempt, loot);
    list.append(shown);
    if (wasRefused) refused += 1;
  }
  part('thief-verdict').textContent = `${attempts.length} attempts, ${refused} refused.`;
}

async function tryOne({ title, hope, build }: Attempt, loot: Loot) {
  const request = await build(loot);
  const response = await fetch(request);
  const wasRefused = response.status === 401;
  const shown = element('li', {}, [
    element('h3', {}, [title]),
    element('p', {}, [hope]),
    element('p', { class: 'wire' }, [
      `${request.method} ${new URL(request.url).pathname} · Authorization: ${shorten(request.headers.get('authorization') ?? '')}`,
    ]),
    element('p', { class: wasRefused ? 'refused' : 'opened' }, [
      element('strong', {}, [wasRefused ? `Refused: ${response.status}` : `It opened: ${response.status}`]),
      ` ${await reason(response)}`,
    ]),
  ]);
  return { shown, wasRefused };
}

// The API says why in words that hold nothing of the request.
async function reason(response: Response): Promise<string> {
  const { code, error_description: description } = (await response.json()) as Record<string, unknown>;
  return [description, code].filter((text) => typeof text === 'string').join(' · ');
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 48)}…`;
}
