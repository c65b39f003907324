import { basename } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';

/** Where the code of a door is taken from: as it is written, or as it is published. */
export type Origin = 'source' | 'dist';

/** What a page would load. */
export interface BundleSize {
  /** Bytes before anything runs: the file of the import and what it names, each compressed with brotli. */
  readonly bytes: number;
  /** Bytes with the files that are loaded later. */
  readonly everything: number;
  /** The files that weigh most at first, with the bytes each has in the bundle before it is compressed. */
  readonly heaviest: readonly string[];
}

const mostTold = 5;

/**
 * Bundles an import for pages, splits it where it is loaded later, and compresses it.
 *
 * @param code - one module, which exports what is to be kept
 * @throws whatever esbuild throws for a door that is not there
 */
export async function measureBundle(root: string, code: string, origin: Origin): Promise<BundleSize> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    stdin: { contents: code, resolveDir: root, loader: 'js' },
    outdir: 'out',
    bundle: true,
    splitting: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2023',
    platform: 'browser',
    conditions: origin === 'source' ? ['source', 'browser'] : ['browser'],
    tsconfigRaw: {},
    logLevel: 'silent',
  });
  const weights = new Map(
    outputFiles.map(({ path, contents }) => [basename(path), brotliCompressSync(contents).length]),
  );
  const first = listLoaded(metafile, ['import-statement']);
  // esbuild writes a file for each import of code that nobody calls, too; no page asks for it.
  const ever = listLoaded(metafile, ['import-statement', 'dynamic-import']);
  const inputs = first.flatMap((file) => Object.entries(metafile.outputs[file]?.inputs ?? {}));
  const heaviest = inputs
    .sort(([, one], [, other]) => other.bytesInOutput - one.bytesInOutput)
    .slice(0, mostTold)
    .map(([file, { bytesInOutput }]) => `${file} ${bytesInOutput}`);
  return {
    bytes: sum(first.map((file) => weights.get(basename(file)) ?? 0)),
    everything: sum(ever.map((file) => weights.get(basename(file)) ?? 0)),
    heaviest,
  };
}

/** The file of the import, and what it names and they name by imports of these kinds; statements alone are what a browser loads before it runs any of it. */
function listLoaded({ outputs }: Metafile, kinds: readonly string[]): readonly string[] {
  const found = new Set(Object.keys(outputs).filter((file) => outputs[file]?.entryPoint === '<stdin>'));
  // What is added while it is walked through is walked through, too.
  for (const file of found) {
    for (const { kind, path } of outputs[file]?.imports ?? []) {
      if (kinds.includes(kind) && path in outputs) found.add(path);
    }
  }
  return [...found];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
