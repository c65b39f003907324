import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { html } from '../../src/pages/markup.ts';
import { shownText } from '../../src/pages/shown-text.ts';

const references: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#96;': '`',
  '&#13;': '\r',
  '&#10;': '\n',
};

// What a parser makes of it: the references that we write, and no other.
function parse(text: string): string {
  return text.replaceAll(/&[^;]+;/g, (reference) => references[reference] ?? `unknown ${reference}`);
}

const binaryUnit = fc.string({ unit: 'binary', minLength: 1, maxLength: 1 });

describe('markup', () => {
  it('attack: no text closes a tag, an attribute or an element', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.oneof(fc.constantFrom(...'&<>"\'`\r\n;#'), binaryUnit) }), (text) => {
        const inside = html`${text}`.markup;
        assert.doesNotMatch(inside, /[<>"'`\r\n]/);
        assert.equal(parse(inside), text);
      }),
    );
  });

  it('writes what was written by it as it is, lists one after another, and nothing for nothing', () => {
    const rows = ['a', '<b>'].map((text) => html`<li>${text}</li>`);
    assert.equal(html`<ul>${rows}${undefined}</ul>`.markup, '<ul><li>a</li><li>&lt;b&gt;</li></ul>');
  });

  it('attack: a text that looks like our markup in JSON stays text', () => {
    assert.equal(html`${'{"markup":"<b>"}'}`.markup, '{&quot;markup&quot;:&quot;&lt;b&gt;&quot;}');
  });
});

describe('shown text', () => {
  it('attack: nothing that reorders or hides what stands around it is left', () => {
    const controls = '\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u2028\u2029\u0000\u001B\u007F\u0085';
    assert.equal(shownText(`pay${controls}pal`), `pay${'\uFFFD'.repeat(controls.length)}pal`);
  });

  it('keeps names of every script, with the marks that they need', () => {
    for (const name of ['דנה כהן', 'محمد', '李小龍', 'Zoë', 'क्षत्रिय', '👩‍💻', 'a\u200Fb'])
      assert.equal(shownText(name), name);
  });
});
