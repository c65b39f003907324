/** A page of an application, in a window of its own: it takes the answer that it was opened with, does what it is told, and reports. */
import { slotName } from '../../src/authorize/slot-name.ts';
import { createSessionEnd } from '../../src/sign-out/end-session.ts';
import { createSignOut } from '../../src/sign-out/sign-out.ts';
import { clientId, createPageInteraction } from './page-fixtures.ts';

/** What a page reports. */
export interface Report {
  readonly of: 'loaded' | 'answered' | 'refused';
  /** Where it is, and how it got there. */
  readonly href: string;
  readonly answer?: Readonly<Record<string, unknown>> | undefined;
  readonly code?: string | undefined;
  /** What is kept of a sign-in that is under way. */
  readonly pending: string | null;
}

const asked = new URLSearchParams(location.search);
const callback = asked.get('callback');
const issuer = asked.get('issuer');
const { interaction, settings, source } = createPageInteraction({
  redirectUri: location.origin + (callback ?? location.pathname),
  postLogoutRedirectUri: `${location.origin}/interaction/callback`,
  ...(issuer === null ? {} : { issuer }),
});

const bus = new BroadcastChannel('bus');
const report = (of: Report['of'], told: Partial<Report> = {}): void =>
  bus.postMessage({ of, href: location.href, pending: sessionStorage.getItem(slotName(clientId)), ...told });

const tell = async (of: Report['of'], work: () => Promise<unknown>): Promise<void> => {
  try {
    const answer = (await work()) as Record<string, unknown> | undefined;
    report(of, { answer: answer === undefined ? undefined : { ...answer, request: undefined } });
  } catch (error) {
    const { code, name } = error as { readonly code?: string; readonly name: string };
    report('refused', { code: code ?? name });
  }
};

const works: Readonly<Record<string, (argument: never) => Promise<unknown>>> = {
  leave: (request: object) => interaction.leave(request),
  popup: (request: object) => interaction.askByPopup(request),
  take: () => interaction.takeRedirect(),
  signOut: (request: object) =>
    createSignOut(async () => createSessionEnd(settings, source))({
      request,
      account: undefined,
      forget: async () => sessionStorage.setItem(slotName(clientId), 'forgotten'),
    }),
  keep: async (text: string) => sessionStorage.setItem(slotName(clientId), text),
  // Another script fills the storage up to the last byte.
  fill: async () => {
    for (let length = 4_194_304; length >= 1; length = Math.floor(length / 2)) {
      try {
        for (let index = 0; ; index += 1) sessionStorage.setItem(`${length} ${index}`, 'x'.repeat(length));
      } catch {
        // Full for this length.
      }
    }
  },
};

bus.onmessage = ({ data }) =>
  void tell('answered', () => works[data.work]?.(data.argument as never) as Promise<unknown>);
await tell('loaded', () => interaction.takeRedirect());
