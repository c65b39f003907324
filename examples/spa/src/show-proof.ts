import { element, part } from './element.ts';
import { type Part, takeApart } from './proof-parts.ts';

/** Shows an `Authorization` header part by part. */
export function showProof(authorization: string): void {
  const { header, payload, token } = takeApart(authorization);
  part('proof-parts').replaceChildren(
    ...claims('The header of the proof', header),
    ...claims('What was signed', payload),
    ...claims('The access token inside', token),
    element('details', {}, [
      element('summary', {}, ['The header, as it went out']),
      element('p', { class: 'wire' }, [authorization]),
    ]),
  );
  part('proof').hidden = false;
}

function claims(title: string, parts: readonly Part[]): readonly HTMLElement[] {
  return [element('h3', {}, [title]), element('dl', { class: 'claims' }, parts.map(row))];
}

function row({ name, value, meaning }: Part): HTMLElement {
  return element('div', {}, [
    element('dt', {}, [element('code', {}, [name])]),
    element('dd', {}, [element('code', {}, [shorten(value)])]),
    element('dd', { class: 'meaning' }, [meaning]),
  ]);
}

// The whole of it stands below.
function shorten(value: string): string {
  return value.length <= 160 ? value : `${value.slice(0, 100)} … ${value.slice(-16)} (${value.length} characters)`;
}
