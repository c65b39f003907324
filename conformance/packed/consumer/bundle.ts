import { build } from 'esbuild';

/** What became of a program in a bundler for browsers: the files that went in, or the complaints. */
export interface Bundled {
  readonly inputs: readonly string[];
  readonly code: string;
  readonly complaints: readonly string[];
}

/** Bundles a program of a consumer for browsers, as a web project does. */
export async function bundleForBrowsers(folder: string, program: string): Promise<Bundled> {
  try {
    const { metafile, outputFiles, warnings } = await build({
      absWorkingDir: folder,
      stdin: { contents: program, resolveDir: folder },
      bundle: true,
      write: false,
      metafile: true,
      format: 'esm',
      platform: 'browser',
      logLevel: 'silent',
    });
    const complaints = warnings.map(({ text }) => text);
    return { inputs: Object.keys(metafile.inputs), code: outputFiles[0]?.text ?? '', complaints };
  } catch (error) {
    const { errors } = error as {
      readonly errors: readonly { readonly text: string; readonly notes: readonly { readonly text: string }[] }[];
    };
    return {
      inputs: [],
      code: '',
      complaints: errors.flatMap(({ text, notes }) => [text, ...notes.map((note) => note.text)]),
    };
  }
}
