import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bundleForBrowsers } from '../consumer/bundle.ts';
import { doors } from '../consumer/doors.ts';
import { bundlers } from '../consumer/split.ts';

/** Bundles what is installed in a folder, as web projects do. */
export function judgeBundles(folder: string): void {
  describe('what is installed from tarballs, in a bundler for browsers', () => {
    for (const { specifier } of doors.filter(({ inBrowsers }) => !inBrowsers)) {
      it(`${specifier} is refused by name`, async () => {
        const { complaints } = await bundleForBrowsers(
          folder,
          `import * as door from '${specifier}'; console.log(door);`,
        );
        assert.equal(complaints[0], `Could not resolve "${specifier}"`);
        assert.match(complaints.join('\n'), /explicitly disabled by the package author/);
      });
    }

    it('core and oauth bring nothing of Node, and nothing but oauth4webapi', async () => {
      const program = `import * as core from '@holdfast/core'; import * as oauth from '@holdfast/oauth'; console.log(core, oauth);`;
      const { complaints, inputs, code } = await bundleForBrowsers(folder, program);
      assert.deepEqual(complaints, []);
      const packages = inputs.map((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? input);
      assert.deepEqual([...new Set(packages)].sort(), ['<stdin>', '@holdfast/core', '@holdfast/oauth', 'oauth4webapi']);
      assert.doesNotMatch(code, /["']node:|\brequire\(/);
      const hosts = inputs.filter((input) => /@holdfast\/core\/dist\/host\/(?:web|node)\.js$/.test(input));
      assert.deepEqual(hosts, ['node_modules/@holdfast/core/dist/host/web.js']);
    });
  });

  describe('what is installed from tarballs, in a page', () => {
    it('is bundled without a warning', async () => {
      const program = `import { createBrowserClient } from '@holdfast/browser'; globalThis.make = createBrowserClient;`;
      const { complaints, code } = await bundleForBrowsers(folder, program);
      assert.deepEqual(complaints, []);
      assert.match(code, /indexedDB/);
    });
  });

  describe('what is installed from tarballs, split by bundlers', () => {
    // Only what asks the authority reads its metadata.
    const late = 'authorization_endpoint';
    for (const [name, bundle] of Object.entries(bundlers)) {
      for (const door of ['@holdfast/browser', '@holdfast/browser/msal']) {
        it(`${door}: ${name}`, async () => {
          const { first, later } = await bundle(folder, `import * as door from '${door}'; globalThis.door = door;`);
          const isOne = name.includes('one file');
          assert.deepEqual([first.includes(late), later.includes(late)], [isOne, !isOne]);
          assert.match(first, /indexedDB\.open/);
          assert.doesNotMatch(later, /indexedDB\.open/);
          assert.doesNotMatch(first + later, /["']node:|\brequire\(/);
        });
      }

      it(`@holdfast/browser/callback: ${name}`, async () => {
        const program = `import { answerCallback } from '@holdfast/browser/callback'; answerCallback();`;
        const { first, later } = await bundle(folder, program);
        assert.match(first, /BroadcastChannel/);
        assert.equal(later, '');
      });
    }
  });
}
