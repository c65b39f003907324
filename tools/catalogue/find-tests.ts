import { listFiles } from '../repository/files.ts';
import { listPackages } from '../repository/packages.ts';
import { parseFile, ts, walk } from '../syntax/parse.ts';

/** One test of the regression catalogue. */
export interface CatalogueTest {
  /** `catalogue 16` or `weakness W8`: the beginning of its title, and its name everywhere else. */
  readonly key: string;
  readonly title: string;
  readonly file: string;
}

const titlePattern = /^(catalogue \d\d|weakness W\d{1,2}): \S/;

/** Every test of the catalogue, in the order of packages, files and lines. */
export function listCatalogueTests(root: string): readonly CatalogueTest[] {
  const files = listPackages(root).flatMap(({ folder }) => listFiles(root, `packages/${folder}/test/catalogue`));
  return files
    .filter((file) => file.endsWith('.test.ts'))
    .flatMap((file) =>
      listTestTitles(root, file).flatMap((title) => {
        const key = titlePattern.exec(title)?.[1];
        return key === undefined ? [] : [{ key, title, file }];
      }),
    );
}

/** Titles of the tests of a file, as far as they are written out in it. */
export function listTestTitles(root: string, file: string): readonly string[] {
  const titles: string[] = [];
  walk(parseFile(root, file), (node) => {
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return;
    const [first] = node.arguments;
    const isTest = ['test', 'it'].includes(node.expression.text);
    if (isTest && first !== undefined && ts.isStringLiteralLike(first)) titles.push(first.text);
  });
  return titles;
}
