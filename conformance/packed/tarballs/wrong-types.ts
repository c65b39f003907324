import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

interface Problem {
  readonly kind: string;
  readonly resolutionKind?: string;
}

interface Analysis {
  /** What kind of types there are, or false. */
  readonly types: unknown;
  readonly problems?: readonly Problem[];
}

interface TypesWrong {
  readonly createPackageFromTarballData: (tarball: Uint8Array) => unknown;
  readonly checkPackage: (described: unknown) => Promise<Analysis>;
}

// What its command line asks, in this process: eight commands would each load a compiler.
const command = createRequire(import.meta.resolve('@arethetypeswrong/cli/package.json'));
const judge = (await import(pathToFileURL(command.resolve('@arethetypeswrong/core')).href)) as TypesWrong;

/** Who these packages are not for: its profile `esm-only`. */
const left = ['node10', 'node16-cjs'];

/** Asks "Are the types wrong?" about a tarball. */
export async function findWrongTypes(tarball: Uint8Array): Promise<readonly Problem[]> {
  const { types, problems = [] } = await judge.checkPackage(judge.createPackageFromTarballData(tarball));
  if (types === false) return [{ kind: 'NoTypes' }];
  return problems.filter(({ resolutionKind }) => resolutionKind === undefined || !left.includes(resolutionKind));
}
