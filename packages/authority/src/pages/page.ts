/** A page as it is sent: its text, and what a browser may do with it. */
export interface Page {
  /** A whole HTML document in UTF-8. */
  readonly html: string;
  /** Its Content-Security-Policy. */
  readonly csp: string;
}
