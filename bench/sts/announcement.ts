/** A token request as it goes over the wire, without the lines that depend on the port. */
export interface TokenOrder {
  readonly path: string;
  /** Urlencoded. */
  readonly body: string;
}

/** What a token server under measurement tells about itself on its first line. */
export interface Announcement {
  readonly port: number;
  /** Whether it speaks https. */
  readonly tls: boolean;
  /** How to ask it for an unbound token. */
  readonly bearer: TokenOrder;
  /** How to ask it for a token that is bound to a key, where it can. */
  readonly pop?: TokenOrder | undefined;
  /** Where its signing keys are. */
  readonly keysPath: string;
}

/** Writes the first line. */
export function announce(announcement: Announcement): void {
  process.stdout.write(`${JSON.stringify(announcement)}\n`);
}
