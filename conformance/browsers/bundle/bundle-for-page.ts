import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { repositoryRoot } from '../../../tools/report/run-check.ts';
import { globalsOfNode, replaceNode } from '../../portable/bundle/replace-node.ts';

/** Bundles a suite for a page, with stand-ins for what only Node has; the module exports `suite`. */
export function bundlePageSuite(file: string): Promise<string> {
  const room = './conformance/browsers/suite/page-suite.ts';
  const contents = `import './${file}';\nimport { createPageSuite } from '${room}';\nexport const suite = createPageSuite();\n`;
  return bundle(contents, true);
}

/** Bundles a program for a page as any bundler would, from our sources; what only Node has is an error. */
export function bundleProgram(file: string): Promise<string> {
  return bundle(`import './${file}';\n`, false);
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

async function bundle(contents: string, isSuite: boolean): Promise<string> {
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
    ...(isSuite ? { inject: [globalsOfNode], plugins: [keepEntry, replaceNode] } : { plugins: [keepEntry] }),
  });
  return outputFiles[0]?.text ?? '';
}
