import { BrowserAuthError } from '../errors/auth-error.ts';
import { type AccountFilter, type AccountInfo, isNobody, matchesFilter } from './account-info.ts';
import { type Acquisition, createAcquisition } from './acquisition.ts';
import type { AuthenticationResult } from './authentication-result.ts';
import type { Configuration } from './configuration.ts';
import { createEventCallbacks, type EventCallbackFunction } from './event-callbacks.ts';
import type {
  ClearCacheRequest,
  EndSessionPopupRequest,
  EndSessionRequest,
  HandleRedirectPromiseOptions,
  PopupRequest,
  RedirectRequest,
  SilentRequest,
  SsoSilentRequest,
} from './requests.ts';
import { type RunningApplication, startApplication } from './running-application.ts';
import { createSigningOut, type SigningOut } from './signing-out.ts';
import { EventType } from './words.ts';

interface Parts {
  readonly application: RunningApplication;
  readonly acquisition: Acquisition;
  readonly signingOut: SigningOut;
}

/**
 * The client of `@holdfast/browser` in the words of MSAL.js 5. Call {@link PublicClientApplication.initialize} first.
 *
 * A class, for pages say `new`; it does nothing but pass on.
 *
 * @example
 * ```ts
 * import { AuthenticationScheme, InteractionRequiredAuthError, PublicClientApplication } from '@holdfast/browser/msal';
 *
 * const application = new PublicClientApplication({ auth: { clientId: 'your application', authority: 'https://login.example/contoso.example' } });
 * await application.initialize();
 * const redirected = await application.handleRedirectPromise();
 * application.setActiveAccount(redirected?.account ?? application.getAllAccounts()[0] ?? null);
 * const request = {
 *   scopes: ['api://orders/read'],
 *   authenticationScheme: AuthenticationScheme.POP,
 *   resourceRequestMethod: 'GET',
 *   resourceRequestUri: 'https://api.example/orders',
 * };
 * try {
 *   const { accessToken } = await application.acquireTokenSilent(request);
 *   console.log(`PoP ${accessToken}`.length);
 * } catch (error) {
 *   if (error instanceof InteractionRequiredAuthError) await application.acquireTokenRedirect({ ...request, claims: error.claims });
 * }
 * ```
 */
export class PublicClientApplication {
  readonly #configuration: Configuration;
  readonly #events = createEventCallbacks();
  #starting: Promise<void> | undefined;
  #parts: Parts | undefined;

  /** Nothing is opened or asked before {@link PublicClientApplication.initialize}. */
  constructor(configuration: Configuration) {
    this.#configuration = configuration;
  }

  /**
   * Makes an application, and initializes it.
   *
   * @throws as {@link PublicClientApplication.initialize} does
   */
  static async createPublicClientApplication(configuration: Configuration): Promise<PublicClientApplication> {
    const application = new PublicClientApplication(configuration);
    await application.initialize();
    return application;
  }

  /**
   * Reads the configuration, and who is signed in.
   *
   * @param _request - what MSAL.js is told here; passed over
   * @throws TypeError for a wrong configuration, and for a page that is no secure context
   */
  initialize(_request?: object): Promise<void> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /** Asks a person in a window of its own; call it in the click. */
  async loginPopup(request?: PopupRequest): Promise<AuthenticationResult> {
    return this.#open().acquisition.byPopup(request);
  }

  /** Leaves the page; {@link PublicClientApplication.handleRedirectPromise} gives the result. Resolves only where `onRedirectNavigate` keeps the page here. */
  async loginRedirect(request?: RedirectRequest): Promise<void> {
    return this.#open().acquisition.byRedirect(request);
  }

  /** The same as {@link PublicClientApplication.loginPopup}. */
  async acquireTokenPopup(request: PopupRequest): Promise<AuthenticationResult> {
    return this.#open().acquisition.byPopup(request);
  }

  /** The same as {@link PublicClientApplication.loginRedirect}. */
  async acquireTokenRedirect(request: RedirectRequest): Promise<void> {
    return this.#open().acquisition.byRedirect(request);
  }

  /**
   * Gives a token without asking a person.
   *
   * @throws {@link InteractionRequiredAuthError} where a person has to be asked, with the claims for it
   * @throws {@link BrowserAuthError} `no_account_error` where neither the request nor the active account says whose
   */
  async acquireTokenSilent(request: SilentRequest): Promise<AuthenticationResult> {
    return this.#open().acquisition.bySilence(request);
  }

  /**
   * Signs in by a hidden frame.
   *
   * @throws {@link InteractionRequiredAuthError} where a person has to be asked
   */
  async ssoSilent(request?: SsoSilentRequest): Promise<AuthenticationResult> {
    return this.#open().acquisition.byFrame(request);
  }

  /** Takes the answer of a redirect; null where the page was opened otherwise, and where it is about to go back to the page that left. */
  async handleRedirectPromise(options?: HandleRedirectPromiseOptions | string): Promise<AuthenticationResult | null> {
    return this.#open().acquisition.takeRedirect(options);
  }

  /** Forgets tokens and keys, and leaves the page to end the session at the authority. */
  async logoutRedirect(request?: EndSessionRequest): Promise<void> {
    return this.#open().signingOut.byRedirect(request);
  }

  /** Forgets tokens and keys, and ends the session at the authority in a window of its own. */
  async logoutPopup(request?: EndSessionPopupRequest): Promise<void> {
    return this.#open().signingOut.byPopup(request);
  }

  /** Forgets tokens and keys; the session at the authority goes on. */
  async clearCache(request?: ClearCacheRequest): Promise<void> {
    return this.#open().signingOut.forget(request);
  }

  /** Everybody who is signed in here, or those who are looked for. */
  getAllAccounts(filter: AccountFilter = {}): AccountInfo[] {
    return this.#open()
      .application.people.list()
      .filter((account) => matchesFilter(account, filter));
  }

  /** The first who is looked for; null where nothing is said of them. */
  getAccount(filter: AccountFilter): AccountInfo | null {
    return isNobody(filter) ? null : (this.getAllAccounts(filter)[0] ?? null);
  }

  /** Whose tokens are meant, as was said last in this tab; null where nothing was, and once they have left. */
  getActiveAccount(): AccountInfo | null {
    return this.#open().application.people.active();
  }

  /** Says whose tokens are meant, in this tab; it holds over a reload. */
  setActiveAccount(account: AccountInfo | null): void {
    this.#open().application.people.setActive(account);
    this.#events.tell(EventType.ACTIVE_ACCOUNT_CHANGED, { payload: account });
  }

  /** Has a function told what happens; gives the name by which it is taken back, or null where that name is taken. */
  addEventCallback(
    callback: EventCallbackFunction,
    eventTypes?: readonly EventType[],
    callbackId?: string,
  ): string | null {
    return this.#events.add(callback, eventTypes, callbackId);
  }

  /** Tells a function nothing more. */
  removeEventCallback(callbackId: string): void {
    this.#events.remove(callbackId);
  }

  async #start(): Promise<void> {
    this.#events.tell(EventType.INITIALIZE_START);
    const application = await startApplication(this.#configuration, this.#events);
    this.#parts = {
      application,
      acquisition: createAcquisition(application),
      signingOut: createSigningOut(application),
    };
    this.#events.tell(EventType.INITIALIZE_END);
  }

  #open(): Parts {
    if (this.#parts === undefined) throw new BrowserAuthError('uninitialized_public_client_application');
    return this.#parts;
  }
}
