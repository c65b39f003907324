import { parseAuthority } from '@holdfast/oauth';
// By its path: the programs of other pages are bundled with this, and the rest of that package is for Node.
import { until as untilHeld } from '../../../testing/src/fakes/until.ts';
import { createEntrance, type Entrance } from '../../src/interaction/entrance.ts';
import { createInteraction } from '../../src/interaction/interaction.ts';
import type { AuthoritySource } from '../../src/metadata/authority-source.ts';
import type { ClientSettings } from '../../src/options/client-settings.ts';

export const clientId = 'the-client';
/** The authority of these tests: a page of another site, which answers as `login_hint` tells it to. */
export const authorityOrigin = `http://127.0.0.1:${location.port}`;
export const issuer = 'https://login.example/tenant/v2.0';

/** What a test may want another way. */
export interface PageOptions extends Partial<ClientSettings> {
  /** Query of the address to sign in at: the page server turns `coop` and `csp` into headers. */
  readonly query?: string;
  readonly issuer?: string;
  readonly metadata?: AuthoritySource['metadata'];
}

/** An interaction with the authority of these tests, whose answers are passed on by the callback page. */
export function createPageInteraction({ query = '', issuer: own = issuer, metadata, ...settings }: PageOptions = {}): {
  readonly interaction: Entrance;
  readonly settings: ClientSettings;
  readonly source: AuthoritySource;
} {
  const source: AuthoritySource = {
    metadata:
      metadata ??
      (async () => ({
        issuer: own,
        authorizationEndpoint: `${authorityOrigin}/interaction/authority${query}`,
        tokenEndpoint: `${authorityOrigin}/nowhere`,
        jwksUri: `${authorityOrigin}/nowhere`,
        endSessionEndpoint: `${authorityOrigin}/interaction/authority?logout`,
        namesIssuer: true,
      })),
    findKey: async () => undefined,
  };
  const all: ClientSettings = {
    clientId,
    authority: parseAuthority('https://login.example/tenant'),
    trustedOrigins: new Set(),
    redirectUri: `${location.origin}/interaction/callback`,
    postLogoutRedirectUri: undefined,
    capabilities: [],
    scheme: 'pop',
    proofAlgorithm: 'RS256',
    shrDialect: 'strict',
    storage: 'memory',
    transport: fetch,
    clock: Date.now,
    emit: () => undefined,
    timeoutMs: 10_000,
    popupTimeoutMs: 60_000,
    frameTimeoutMs: 10_000,
    ...settings,
  };
  const loaded = createInteraction(all, source);
  return { interaction: createEntrance(clientId, async () => loaded), settings: all, source };
}

/** Waits until something holds, for a minute where it must: a busy machine opens windows slowly. */
export function until(holds: () => unknown): Promise<unknown> {
  return untilHeld(holds, { timeoutMs: 60_000, everyMs: 20 });
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Waits for a refusal, and gives its code and how long it took, in milliseconds. */
export async function refusal(work: Promise<unknown>): Promise<{ code: string; reason?: string; tookMs: number }> {
  const began = performance.now();
  try {
    await work;
  } catch (error) {
    const { code, reason, name } = error as { code?: string; reason?: string; name: string };
    return { code: code ?? name, ...(reason === undefined ? {} : { reason }), tookMs: performance.now() - began };
  }
  throw new Error('it was not refused');
}

/** The windows and the channels that a page opens while a test goes on. */
export interface Opened {
  readonly windows: readonly Window[];
  readonly channels: readonly string[];
}

/** Looks on while `work` opens windows and channels; closes the windows afterwards. */
export async function watchOpened(work: (opened: Opened) => Promise<void>): Promise<void> {
  const { open, BroadcastChannel: Native } = window;
  const windows: Window[] = [];
  const channels: string[] = [];
  window.open = (...given) => {
    const popup = open.apply(window, given);
    if (popup !== null) windows.push(popup);
    return popup;
  };
  window.BroadcastChannel = class extends Native {
    constructor(name: string) {
      super(name);
      channels.push(name);
    }
  };
  try {
    await work({ windows, channels });
  } finally {
    Object.assign(window, { open, BroadcastChannel: Native });
    for (const popup of windows) popup.close();
  }
}

/** Tells whether a window shows a page of another origin. */
export function isElsewhere(popup: Window | undefined): boolean {
  try {
    return popup !== undefined && popup.location.href === '';
  } catch {
    return true;
  }
}
