type Child = Node | string;

/** Makes an element. Text becomes text and never markup, so what an API answers can be shown as it came. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>> = {},
  children: readonly Child[] = [],
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

/** The element of the page with this id. */
export function part(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`index.html has no element ${id}`);
  return found;
}

/** A button that cannot be pressed again while it works. */
export function button(label: string, work: () => Promise<void>): HTMLButtonElement {
  const made = element('button', { type: 'button' }, [label]);
  made.addEventListener('click', () => {
    // Not `disabled`: that would take the focus away from whoever uses the keyboard.
    if (made.getAttribute('aria-disabled') === 'true') return;
    made.setAttribute('aria-disabled', 'true');
    work().finally(() => made.removeAttribute('aria-disabled'));
  });
  return made;
}

/** Rows of a definition list. */
export function facts(rows: readonly (readonly [name: string, value: string])[]): readonly Node[] {
  return rows.flatMap(([name, value]) => [element('dt', {}, [name]), element('dd', {}, [value])]);
}
