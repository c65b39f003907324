/** Says what is wrong, and at which path of the file. */
export type ReportPath = (path: readonly string[], what: string, mend: string) => void;

/** Reports every value that was there before; what is not there at all is never twice. */
export function checkUnique(
  entries: readonly { readonly path: readonly string[]; readonly value: string | undefined }[],
  words: { readonly what: string; readonly mend: string },
  report: ReportPath,
): void {
  const seen = new Set<string>();
  for (const { path, value } of entries) {
    if (value === undefined) continue;
    if (seen.has(value)) report(path, words.what, words.mend);
    seen.add(value);
  }
}
