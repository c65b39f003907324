import recorded from 'conformance:vectors';

/** Finds a file of test vectors, as `@holdfast/testing` does; what was found when the suite was bundled came along. */
export function findVectors<V>(file: string): V | undefined {
  return recorded[file] as V | undefined;
}
