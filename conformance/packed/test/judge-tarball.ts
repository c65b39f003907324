import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { repositoryRoot } from '../../../tools/report/run-check.ts';
import { unpack } from '../tarballs/contents.ts';
import type { Tarball } from '../tarballs/pack-all.ts';
import { findWrongTypes } from '../tarballs/wrong-types.ts';

interface SourceMap {
  readonly sources: readonly string[];
  readonly mappings: string;
}

/** Unpacks a tarball below a folder, and judges what is in it. */
export function judgeTarball(tarball: Tarball, into: string): void {
  describe(`the tarball of ${tarball.name}`, () => {
    const { folder: unpacked, files } = unpack(tarball, into);
    const read = (file: string): string => readFileSync(join(unpacked, file), 'utf8');
    const manifest = JSON.parse(read('package.json')) as Record<string, unknown>;

    it('holds what is listed, a page and the licence, and nothing else', () => {
      const listed = (manifest['files'] as readonly string[]).filter((entry) => !entry.startsWith('!'));
      const top = new Set(files.map((file) => file.split('/')[0]));
      assert.deepEqual([...top].sort(), ['LICENSE', 'README.md', 'package.json', ...listed].sort());
      assert.equal(read('LICENSE'), readFileSync(join(repositoryRoot, 'LICENSE'), 'utf8'));
      assert.deepEqual(
        files.filter((file) => /(?:^|\/)(?:test|tests|node_modules)\/|\.test\.|tsbuildinfo/.test(file)),
        [],
      );
    });

    it('has code, types and maps for every source, and no others', () => {
      const sources = files.filter((file) => file.startsWith('src/'));
      const built = sources.flatMap((file) => {
        const room = file.replace(/^src\/(.*)\.ts$/, 'dist/$1');
        return ['.js', '.js.map', '.d.ts', '.d.ts.map'].map((ending) => room + ending);
      });
      const doors = Object.values(manifest['exports'] as Readonly<Record<string, { readonly node?: string }>>);
      const forNode = doors.flatMap(({ node }) => (node === undefined ? [] : [node.slice('./'.length)]));
      if (forNode.length > 0) forNode.push('dist/node/all.js', 'dist/node/all.js.map');
      assert.ok(sources.length > 0);
      assert.deepEqual(
        // What doors share, or load late, is put together from sources that are listed already.
        files.filter((file) => file.startsWith('dist/') && !/^dist\/(?:node\/)?shared\//.test(file)),
        [...built, ...forNode].sort(),
      );
    });

    it('has maps that lead to its sources', () => {
      for (const file of files.filter((name) => name.endsWith('.map'))) {
        const { sources, mappings } = JSON.parse(read(file)) as SourceMap;
        const led = sources.map((source) => join(file, '..', source).replaceAll('\\', '/'));
        assert.deepEqual(
          led.filter((source) => !files.includes(source)),
          [],
          file,
        );
        // Where nothing is mapped, as in a list of names from elsewhere, the map may name nothing either.
        assert.ok(led.length > 0 || mappings.replaceAll(';', '') === '', file);
      }
    });

    it('keeps no secret, and nothing about the machine that built it', () => {
      for (const file of files) {
        const text = read(file);
        assert.doesNotMatch(text, /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s*[A-Za-z0-9+/]{40,}/, file);
        for (const place of [repositoryRoot, homedir()].filter((path) => path.length > 5))
          assert.equal(text.includes(place), false, `${file} names ${place}`);
      }
    });

    it('depends on versions, not on places', () => {
      const wanted = { ...(manifest['dependencies'] as object), ...(manifest['peerDependencies'] as object) };
      for (const [name, version] of Object.entries(wanted)) assert.match(String(version), /^[\d^<>=. |x]+$/, name);
      assert.equal(manifest['scripts'], undefined, 'an install script');
    });

    it('passes publint', async () => {
      const bytes = new Uint8Array(readFileSync(tarball.file)).buffer;
      const { messages } = await publint({ pack: { tarball: bytes }, strict: true });
      assert.deepEqual(
        messages.map((message) => formatMessage(message, manifest as never, { color: false })),
        [],
      );
    });

    it('passes arethetypeswrong', async () => {
      assert.deepEqual(await findWrongTypes(new Uint8Array(readFileSync(tarball.file))), []);
    });
  });
}
