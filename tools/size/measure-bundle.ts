import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';

/** Where the code of a door is taken from: as it is written, or as it is published. */
export type Origin = 'source' | 'dist';

/** What a page would load. */
export interface BundleSize {
  /** Bytes, compressed with brotli. */
  readonly bytes: number;
  /** The files that weigh most, with the bytes each has in the bundle before it is compressed. */
  readonly heaviest: readonly string[];
}

const mostTold = 5;

/**
 * Bundles an import for pages and compresses it.
 *
 * @param code - one module, which exports what is to be kept
 * @throws whatever esbuild throws for a door that is not there
 */
export async function measureBundle(root: string, code: string, origin: Origin): Promise<BundleSize> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    stdin: { contents: code, resolveDir: root, loader: 'js' },
    bundle: true,
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
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const heaviest = inputs
    .sort(([, one], [, other]) => other.bytesInOutput - one.bytesInOutput)
    .slice(0, mostTold)
    .map(([file, { bytesInOutput }]) => `${file} ${bytesInOutput}`);
  return { bytes: brotliCompressSync(outputFiles[0]?.contents ?? new Uint8Array()).length, heaviest };
}
