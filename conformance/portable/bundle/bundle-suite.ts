import { build } from 'esbuild';
import { repositoryRoot } from '../../../tools/report/run-check.ts';
import { globalsOfNode, replaceNode } from './replace-node.ts';
import { listPortableFiles } from './test-files.ts';

/** Where a bundle is to run. */
export type Target = 'browser' | 'workerd';

/** The suite as one module, which exports `run(): Promise<Report>`. */
export interface Bundle {
  readonly code: string;
  /** Every file that went in, from the root of the repository. */
  readonly inputs: readonly string[];
}

/** The file whose tests have to fail. */
export const mustFail = 'conformance/portable/suite/must-fail.ts';

/** The conditions under which each kind of bundler reads a package; `source` takes our own TypeScript instead of what was built. */
const conditions: Readonly<Record<Target, readonly string[]>> = {
  browser: ['source', 'development', 'browser'],
  workerd: ['source', 'workerd', 'worker', 'browser'],
};

/** Bundles the portable test files, as they are, with stand-ins for what only Node has. */
export async function bundleSuite(target: Target): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: repositoryRoot,
    stdin: { contents: entry(), resolveDir: repositoryRoot, loader: 'ts' },
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2023',
    platform: 'browser',
    conditions: [...conditions[target]],
    inject: [globalsOfNode],
    plugins: [replaceNode],
    logLevel: 'silent',
  });
  return { code: outputFiles[0]?.text ?? '', inputs: Object.keys(metafile.inputs) };
}

// Each file is imported when its turn comes: workers may not make keys or timers before they have a request.
function entry(): string {
  const files = [...listPortableFiles(), mustFail];
  const lines = files.map((file) => `  ${JSON.stringify(file)}: () => import(${JSON.stringify(`./${file}`)}),`);
  return `import { runSuite } from './conformance/portable/suite/run-suite.ts';
export const run = () => runSuite({\n${lines.join('\n')}\n});\n`;
}
