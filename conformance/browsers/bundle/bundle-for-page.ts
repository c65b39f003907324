import { join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { repositoryRoot } from '../../../tools/report/run-check.ts';
import { globalsOfNode, replaceNode } from '../../portable/bundle/replace-node.ts';

/** Bundles a suite for a page, with stand-ins for what only Node has; the module exports `suite`. */
export function bundlePageSuite(file: string): Promise<string> {
  const room = './conformance/browsers/suite/page-suite.ts';
  const contents = `import './${file}';\nimport { createPageSuite } from '${room}';\nexport const suite = createPageSuite();\n`;
  return bundle(contents, { inject: [globalsOfNode], plugins: [keepEntry, replaceNode] });
}

/**
 * Bundles a program for a page as any bundler would, from our sources; what only Node has is an error.
 *
 * @param instead - modules by the name of the one whose place they take: what one library was written for, with another
 */
export function bundleProgram(file: string, instead: Readonly<Record<string, string>> = {}): Promise<string> {
  return bundle(`import './${file}';\n`, { alias: { ...instead } });
}

// Packages promise that importing their files does nothing, which is not true of their tests: nothing would be left of them.
const keepEntry: Plugin = {
  name: 'keep-entry',
  setup: ({ onResolve }) => {
    onResolve({ filter: /\.(?:page|document)\.ts$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path),
      sideEffects: true,
    }));
  },
};

async function bundle(contents: string, own: Pick<BuildOptions, 'alias' | 'inject' | 'plugins'>): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: repositoryRoot,
    stdin: { contents, resolveDir: repositoryRoot, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2023',
    platform: 'browser',
    conditions: ['source', 'browser'],
    logLevel: 'silent',
    plugins: [keepEntry],
    ...own,
  });
  return outputFiles[0]?.text ?? '';
}
