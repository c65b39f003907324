declare module 'conformance:vectors' {
  /** Recorded vectors by file name; what was not found when the suite was bundled is missing. */
  const recorded: Readonly<Record<string, unknown>>;
  // biome-ignore lint/style/noDefaultExport: the bundler gives JSON as a default export.
  export default recorded;
}
