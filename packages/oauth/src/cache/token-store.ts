/**
 * Port: where the processes of one application share tokens. It keeps text under a key and gives it back.
 *
 * Implementations encrypt and authenticate what they keep, bind it to the key, and let it go when it expires. They may lose entries and
 * may fail: the authority is asked then.
 */
export interface TokenStore {
  /** Gives what was written under a key, or undefined: lost, expired, never there. */
  read(key: string): Promise<string | undefined>;
  /**
   * Writes a text under a key until it expires.
   *
   * @param key - names the entry
   * @param value - the text, which may hold a token
   * @param expiresAt - epoch seconds
   */
  write(key: string, value: string, expiresAt: number): Promise<void>;
}
