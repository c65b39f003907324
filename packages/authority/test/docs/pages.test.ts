import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parseDirectory } from '@holdfast/authority';
import { pages, readPage, renderPage, schemaFile, schemaText } from './pages.ts';

const mend = 'run: node --conditions=source packages/authority/test/docs/write-pages.ts';

describe('the documentation', () => {
  for (const page of pages) {
    it(`says what the code does: ${page.file.pathname.split('/').at(-1)}`, () => {
      assert.equal(readPage(page), renderPage(page), mend);
    });
  }

  it('has the JSON Schema that the parser is made from', () => {
    // The formatter has its own opinion on where lines end.
    assert.deepEqual(JSON.parse(readFileSync(schemaFile, 'utf8')), JSON.parse(schemaText()), mend);
  });

  it('shows configuration files that the parser takes', () => {
    const text = readPage(pages[0]!);
    const examples = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
    assert.ok(examples.length > 0);
    for (const example of examples) parseDirectory(example);
  });
});
