/**
 * Port: the few text documents that must survive a restart.
 *
 * Names are relative paths in lower case such as `identities.json` or `certs/localhost.pem`; they come from this package, never from
 * a request. A write is atomic: a reader sees the old text or the new one.
 */
export interface DataStore {
  /** Returns the text of a document, or undefined when it was never written. */
  read(name: string): Promise<string | undefined>;
  /** Replaces a document. */
  write(name: string, text: string): Promise<void>;
  /** Absolute path of a document, or undefined for a store without files. */
  pathOf(name: string): string | undefined;
  /** Gives the store back; nothing is read or written afterwards. */
  close(): Promise<void>;
}
