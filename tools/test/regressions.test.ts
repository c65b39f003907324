import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listCatalogueTests } from '../catalogue/find-tests.ts';
import { repositoryRoot } from '../report/run-check.ts';
import { readText } from '../repository/files.ts';

interface Row {
  readonly key: string;
  readonly title: string;
  readonly file: string;
}

/** The rows of docs/regressions.md: number, class, test and file. */
const rows = readText(repositoryRoot, 'docs/regressions.md')
  .split('\n')
  .flatMap((line): Row[] => {
    const [, number = '', , title = '', file = ''] = line.split(' | ').length < 4 ? [] : line.split(/\s*\|\s*/);
    if (!/^(?:\d\d|W\d{1,2})$/.test(number)) return [];
    return [
      {
        key: number.startsWith('W') ? `weakness ${number}` : `catalogue ${number}`,
        title,
        file: file.replaceAll('`', ''),
      },
    ];
  });
const tests = listCatalogueTests(repositoryRoot);

describe('the regression catalogue', () => {
  it('has a row for each of the forty classes and the twelve weaknesses, in their order', () => {
    const classes = Array.from({ length: 40 }, (_, index) => `catalogue ${String(index + 1).padStart(2, '0')}`);
    const weaknesses = Array.from({ length: 12 }, (_, index) => `weakness W${index + 1}`);
    assert.deepEqual(
      rows.map(({ key }) => key),
      [...classes, ...weaknesses],
    );
  });

  it('has exactly one test for each, under the title and in the file that the page names', () => {
    const byKey = (one: Row, other: Row): number => one.key.localeCompare(other.key, 'en', { numeric: true });
    const found = tests.map(({ key, title, file }) => ({ key, title: title.slice(key.length + 2), file }));
    assert.deepEqual(found.sort(byKey), rows.toSorted(byKey));
  });
});
