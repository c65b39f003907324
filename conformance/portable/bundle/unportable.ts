/** A test file that runs in Node alone. */
export interface Unportable {
  readonly file: string;
  /** A text in the file that is the reason; when it goes, so must the entry. */
  readonly needs: string;
  readonly why: string;
}

/** The test files of core and oauth that stay in Node, each with its reason. All others run everywhere. */
export const unportable: readonly Unportable[] = [
  {
    file: 'packages/core/test/host/host.test.ts',
    needs: '../../src/host/node.ts',
    why: 'compares the two hosts with each other; elsewhere there is one, which digests, MACs and signatures of the other files judge',
  },
  {
    file: 'packages/core/test/host/der-signature.test.ts',
    needs: "from 'node:crypto'",
    why: 'DER is what OpenSSL reads; no other host is given any',
  },
  {
    file: 'packages/oauth/test/cache/key-index.test.ts',
    needs: 'process.memoryUsage',
    why: 'looks at the heap, which only Node shows',
  },
];
