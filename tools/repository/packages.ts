import { listFiles, readText } from './files.ts';

/** One entry of `exports`: conditions and the files they lead to, null where a platform is refused. */
export type Door = Readonly<Record<string, string | null>>;

/** One workspace package. */
export interface WorkspacePackage {
  /** Name on the registry, `@holdfast/core`. */
  readonly name: string;
  /** Name of its folder under `packages`. */
  readonly folder: string;
  readonly version: string;
  readonly isPrivate: boolean;
  readonly doors: Readonly<Record<string, Door>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly files: readonly string[];
  /** Everything its sources may import by name: dependencies and peers, with the asked version. */
  readonly dependencies: Readonly<Record<string, string>>;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly exports?: Record<string, Door>;
  readonly bin?: Record<string, string>;
  readonly files?: string[];
  readonly dependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
}

/** The packages that package.json names as workspaces. Examples are workspaces too, but no packages of the project. */
export function listPackages(root: string): readonly WorkspacePackage[] {
  const { workspaces } = JSON.parse(readText(root, 'package.json')) as { readonly workspaces: readonly string[] };
  return workspaces
    .filter((path) => path.startsWith('packages/'))
    .map((path) => readPackage(root, path.slice('packages/'.length)));
}

/** TypeScript sources of a package, from the root. */
export function listSources(root: string, folder: string): readonly string[] {
  return listFiles(root, `packages/${folder}/src`).filter((file) => file.endsWith('.ts'));
}

/** TypeScript tests and what belongs to them: of all packages, of packages and runtimes as a whole, of the example, of the fuzzer, the bench and the tools. */
export function listTests(root: string): readonly string[] {
  const packages = listPackages(root).map(({ folder }) => `packages/${folder}/test`);
  const whole = ['portable', 'packed', 'browsers'].map((name) => `conformance/${name}/test`);
  return [...packages, ...whole, 'examples/spa/test', 'fuzz/test', 'bench/test', 'tools/test']
    .flatMap((folder) => listFiles(root, folder))
    .filter((file) => file.endsWith('.ts'));
}

function readPackage(root: string, folder: string): WorkspacePackage {
  const manifest = JSON.parse(readText(root, `packages/${folder}/package.json`)) as Manifest;
  return {
    name: manifest.name,
    folder,
    version: manifest.version,
    isPrivate: manifest.private === true,
    doors: manifest.exports ?? {},
    bin: manifest.bin ?? {},
    files: manifest.files ?? [],
    dependencies: { ...manifest.peerDependencies, ...manifest.dependencies },
  };
}
