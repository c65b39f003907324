import { type CatalogueTest, listCatalogueTests, listTestTitles } from '../catalogue/find-tests.ts';
import type { Mutation, Witness } from './mutation.ts';

/** A test that can be run by its file and title. */
export interface FoundTest {
  readonly file: string;
  readonly title: string;
}

/** The tests that must fail for a mutation, and the names that lead to no test, or to more than one. */
export interface FoundWitnesses {
  readonly tests: readonly FoundTest[];
  readonly missing: readonly string[];
}

/** Makes a finder of witnesses; the catalogue is read once. */
export function createWitnessFinder(root: string): (mutation: Mutation) => FoundWitnesses {
  const catalogue = listCatalogueTests(root);
  return ({ killedBy }) => {
    const found = killedBy.map((witness) => ({ witness, tests: findTests(root, catalogue, witness) }));
    return {
      tests: found.flatMap(({ tests }) => tests),
      missing: found.filter(({ tests }) => tests.length !== 1).map(({ witness }) => nameOf(witness)),
    };
  };
}

function findTests(root: string, catalogue: readonly CatalogueTest[], witness: Witness): readonly FoundTest[] {
  if (typeof witness === 'string') return catalogue.filter(({ key }) => key === witness);
  const titles = listTestTitles(root, witness.file).filter((title) => title === witness.title);
  return titles.map((title) => ({ file: witness.file, title }));
}

function nameOf(witness: Witness): string {
  return typeof witness === 'string' ? witness : `${witness.file}: ${witness.title}`;
}
