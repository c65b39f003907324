/** A browser that people use, running without a window. */
export interface RealBrowser {
  readonly name: 'Chromium' | 'Firefox';
  /** Opens a profile whose cookies and stores nobody else has. */
  openProfile(): Promise<Profile>;
  close(): Promise<void>;
}

/** Tabs that share cookies and stores. */
export interface Profile {
  openTab(url: string): Promise<Tab>;
  close(): Promise<void>;
}

/** A tab, or a popup, as its user and its developer see it. */
export interface Tab {
  url(): string;
  open(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Presses the first element that fits, as soon as it is there. */
  press(selector: string): Promise<void>;
  /** Types into the first element that fits, as soon as it is there. */
  type(selector: string, text: string): Promise<void>;
  /** Runs a function in the page; it sees nothing of the test but its argument. */
  run<T, A = undefined>(work: (argument: A) => T | Promise<T>, argument?: A): Promise<T>;
  /**
   * Asks a function in the page, over navigations too, until it says something that is true; gives that. It may be asked when there is no element
   * yet, not even the root, and if it throws then, nobody asks it again.
   */
  until<T, A = undefined>(work: (argument: A) => T, argument?: A): Promise<T>;
  /** The window that this page opens while `work` goes on. */
  popup(work: () => Promise<unknown>): Promise<Tab>;
  /** What pages of this tab threw, and what the browser wrote into its console as errors: what a policy forbade, for instance. */
  complaints(): readonly string[];
  screenshot(path: string): Promise<void>;
  close(): Promise<void>;
}

/** How a browser is started. */
export interface LaunchOptions {
  /** SHA-256 of the public key, in base64, of a certificate to be trusted whoever signed it. */
  readonly trustedKey?: string | undefined;
  /** Folder of a profile that outlives the browser; its profile is the only one then. */
  readonly folder?: string | undefined;
}

/** A browser that suites may run in. */
export interface Candidate {
  readonly name: string;
  /** Why it is not here, or false. */
  readonly missing: string | false;
  readonly launch: (options?: LaunchOptions) => Promise<RealBrowser>;
}

/** How long anything in a page may take. */
export const patienceMs = 20_000;
