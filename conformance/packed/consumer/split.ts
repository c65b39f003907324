import { build as buildWithEsbuild } from 'esbuild';
import { build as buildWithVite } from 'vite';

/** What a page loads of a program: the text of it before anything runs, and of what comes later. */
export interface SplitBundle {
  readonly first: string;
  readonly later: string;
}

interface Piece {
  readonly name: string;
  readonly code: string;
  readonly isEntry: boolean;
  readonly imports: readonly string[];
}

/** The bundlers that web projects have, as they are used. */
export const bundlers: Readonly<Record<string, (folder: string, program: string) => Promise<SplitBundle>>> = {
  'esbuild, which splits': async (folder, program) => divide(await bundleWithEsbuild(folder, program, true)),
  'esbuild, which makes one file': async (folder, program) => divide(await bundleWithEsbuild(folder, program, false)),
  Vite: async (folder, program) => divide(await bundleWithVite(folder, program)),
};

async function bundleWithEsbuild(folder: string, program: string, splitting: boolean): Promise<readonly Piece[]> {
  const { metafile, outputFiles } = await buildWithEsbuild({
    absWorkingDir: folder,
    stdin: { contents: program, resolveDir: folder },
    outdir: 'out',
    bundle: true,
    splitting,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    logLevel: 'error',
  });
  return Object.entries(metafile.outputs).map(([name, { entryPoint, imports }]) => ({
    name,
    code: outputFiles.find(({ path }) => path.replaceAll('\\', '/').endsWith(name))?.text ?? '',
    isEntry: entryPoint === '<stdin>',
    imports: imports.filter(({ kind }) => kind === 'import-statement').map(({ path }) => path),
  }));
}

async function bundleWithVite(folder: string, program: string): Promise<readonly Piece[]> {
  const entry = `${folder}/virtual-program.js`;
  const built = await buildWithVite({
    root: folder,
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'program',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? program : null),
      },
    ],
    build: { write: false, minify: false, rollupOptions: { input: entry } },
  });
  const outputs = [built].flat().flatMap((one) => ('output' in one ? one.output : []));
  return outputs.flatMap((one) =>
    one.type === 'chunk' ? [{ name: one.fileName, code: one.code, isEntry: one.isEntry, imports: one.imports }] : [],
  );
}

function divide(pieces: readonly Piece[]): SplitBundle {
  const first = new Set(pieces.filter(({ isEntry }) => isEntry));
  // What is added while it is walked through is walked through, too.
  for (const { imports } of first) {
    for (const piece of pieces) if (imports.includes(piece.name)) first.add(piece);
  }
  const join = (some: Iterable<Piece>): string => [...some].map(({ code }) => code).join('\n');
  return { first: join(first), later: join(pieces.filter((piece) => !first.has(piece))) };
}
