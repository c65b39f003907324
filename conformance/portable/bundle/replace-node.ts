import { join } from 'node:path';
import { findVectors } from '@holdfast/testing';
import type { Plugin } from 'esbuild';
import { repositoryRoot } from '../../../tools/report/run-check.ts';

const room = join(repositoryRoot, 'conformance', 'portable');
const standIn = (name: string) => join(room, 'stand-ins', `${name}.ts`);

/** What Node has as globals; a bundler injects it. */
export const globalsOfNode: string = standIn('globals');

const standIns: Readonly<Record<string, string>> = {
  'node:test': standIn('node-test'),
  'node:assert/strict': standIn('node-assert'),
  'node:crypto': standIn('node-crypto'),
  'node:util': standIn('node-util'),
  '@holdfast/testing': standIn('holdfast-testing'),
};

/** Puts stand-ins in the place of what only Node has; what has none is refused. */
export const replaceNode: Plugin = {
  name: 'replace-node',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(?:node:|@holdfast\/testing$)/ }, ({ path }) => {
      const file = standIns[path];
      return file === undefined
        ? { errors: [{ text: `${path} has no stand-in: add one, or list the test file in unportable.ts` }] }
        : { path: file };
    });
    onResolve({ filter: /^conformance:vectors$/ }, ({ path }) => ({ path, namespace: 'vectors' }));
    onLoad({ filter: /./, namespace: 'vectors' }, () => ({ contents: JSON.stringify(vectors()), loader: 'json' }));
  },
};

function vectors(): Readonly<Record<string, unknown>> {
  return Object.fromEntries(['shr.json', 'msal-js.json'].map((file) => [file, findVectors(file)]));
}
