import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { leavePage } from '../../src/interaction/redirect.ts';
import type { Report } from './app.document.ts';
import { clientId, isElsewhere, issuer, refusal, until } from './page-fixtures.ts';

const page = `${location.origin}/interaction/app`;
const forged = `holdfast.redirect.AAAAAAAAAAAAAAAAAAAAAA.${clientId}`;
const fragment = (members: object = {}): string =>
  `#${new URLSearchParams({ code: 'a forged code', state: forged, iss: issuer, ...members })}`;

/** The window of an application; what it reports is waited for in order. */
interface App {
  next(): Promise<Report>;
  /** Has it do something, and gives its report. */
  tell(work: string, argument?: unknown): Promise<Report>;
  /** Takes it to another query, and gives its report. */
  open(query: string): Promise<Report>;
  readonly window: Window;
}

async function withApp(query: string, work: (app: App, first: Report) => Promise<void>): Promise<void> {
  const bus = new BroadcastChannel('bus');
  const reports: Report[] = [];
  let arrived = (): void => undefined;
  bus.onmessage = ({ data }) => {
    reports.push(data as Report);
    arrived();
  };
  const next = async (): Promise<Report> => {
    const timer = setTimeout(() => arrived(), 60_000);
    if (reports.length === 0) await new Promise<void>((resolve) => (arrived = resolve));
    clearTimeout(timer);
    return reports.shift() ?? Promise.reject(new Error('no report came'));
  };
  const tell = (name: string, argument: unknown = {}): Promise<Report> => {
    bus.postMessage({ work: name, argument });
    return next();
  };
  const opened = window.open(page + query, '_blank', 'popup,width=300,height=300') as Window;
  try {
    const open = (other: string): Promise<Report> => {
      opened.location.replace(page + other);
      return next();
    };
    await work({ next, tell, open, window: opened }, await next());
  } finally {
    opened.close();
    bus.close();
  }
}

/** The application in a frame of this page. */
async function withFrame<T>(
  query: string,
  work: (reports: readonly Report[], bus: BroadcastChannel) => Promise<T>,
): Promise<T> {
  const bus = new BroadcastChannel('bus');
  const reports: Report[] = [];
  const frame = document.createElement('iframe');
  bus.onmessage = ({ data }) => reports.push(data as Report);
  frame.src = page + query;
  document.body.append(frame);
  try {
    await until(() => reports.length === 1);
    return await work(reports, bus);
  } finally {
    frame.remove();
    bus.close();
  }
}

describe('a sign-in by redirect', () => {
  it('brings the code, and the address is as it was', () =>
    withApp('?tab=2#row', async ({ tell }, loaded) => {
      assert.deepEqual([loaded.of, loaded.answer, loaded.pending], ['loaded', undefined, null]);
      const back = await tell('leave', { loginHint: 'yes' });
      const { code, kind, issuer: named, returnTo, redirectUri } = back.answer ?? {};
      assert.deepEqual([back.of, code, kind, named, redirectUri], ['loaded', 'the code', 'redirect', issuer, page]);
      assert.deepEqual([returnTo, back.href], [`${page}?tab=2#row`, `${page}?tab=2#row`]);
      assert.equal(back.pending, null);
    }));

  it('takes an answer in the query too', () =>
    withApp('', async ({ tell }) => {
      const back = await tell('leave', { loginHint: 'query' });
      assert.deepEqual([back.answer?.['code'], back.href], ['the code', page]);
    }));

  it('is answered by way of a page that only passes answers on', () =>
    withApp('?callback=/interaction/callback', async ({ tell }) => {
      const back = await tell('leave', { loginHint: 'yes' });
      assert.deepEqual([back.answer?.['code'], back.href], ['the code', `${page}?callback=/interaction/callback`]);
      assert.equal(back.answer?.['redirectUri'], `${location.origin}/interaction/callback`);
    }));

  it('a page that only passes answers on passes none on that nobody asked for', () =>
    withApp('', async ({ tell, window: app }) => {
      await tell('keep', JSON.stringify({ state: 'another', returnTo: '/empty' }));
      app.location.replace(`${location.origin}/interaction/callback${fragment()}`);
      await until(() => (app as { answered?: boolean }).answered === false);
      assert.equal(app.location.pathname, '/interaction/callback');
    }));

  it('a person who comes back without an answer finds the page, and can begin again', () =>
    withApp('', async ({ tell }) => {
      // A browser that has kept the page shows it as it was; one that has not loads it again.
      const { of, code, answer } = await tell('leave', { loginHint: 'back' });
      assert.deepEqual([of === 'loaded' || code === 'ERR_SIGN_IN_CANCELLED', answer], [true, undefined]);
      assert.equal((await tell('leave', { loginHint: 'yes' })).answer?.['code'], 'the code');
    }));

  it('ends when the browser shows a page again that it has kept', async () => {
    const pending = { kind: 'redirect', state: forged, nonce: 'n', codeVerifier: 'v', redirectUri: page } as const;
    const left = leavePage('kept', '#nowhere', { ...pending, issuer, namesIssuer: true, request: {} });
    const event = (persisted: boolean): Event => new PageTransitionEvent('pageshow', { persisted });
    // Chromium keeps no page that is driven from outside, so the event is made up.
    window.dispatchEvent(event(false));
    window.dispatchEvent(event(true));
    assert.equal((await refusal(left)).code, 'ERR_SIGN_IN_CANCELLED');
  });

  it('brings the page where it wanted to be, at its own origin', () =>
    withApp('', async ({ tell }) => {
      const back = await tell('leave', { loginHint: 'yes', returnTo: '/orders?page=2' });
      assert.equal(back.answer?.['returnTo'], `${location.origin}/orders?page=2`);
      assert.equal(back.href, page);
    }));

  it('open redirect: does not leave for a way to another origin', () =>
    withApp('', async ({ tell }) => {
      for (const returnTo of ['https://thief.example/', '//thief.example', 'javascript:alert(1)', '/\\thief.example']) {
        const { of, code, pending } = await tell('leave', { loginHint: 'yes', returnTo });
        assert.deepEqual([of, code, pending], ['refused', 'TypeError', null], returnTo);
      }
    }));

  it('open redirect: one that another script has written into storage is dropped', () =>
    withApp('', async (app) => {
      const kept = await leaveAndComeBack(app);
      await app.tell('keep', JSON.stringify({ ...kept, returnTo: 'https://thief.example/' }));
      const back = await app.open(`?again${fragment({ code: 'the code', state: kept.state })}`);
      assert.deepEqual([back.answer?.['code'], back.answer?.['returnTo']], ['the code', undefined]);
    }));

  it('forged state: an answer that nobody asked for is refused, and leaves no trace in the address', () =>
    withApp(fragment(), async (_app, loaded) => {
      assert.deepEqual([loaded.of, loaded.code, loaded.href], ['refused', 'ERR_SIGN_IN_STATE', page]);
    }));

  it('forged state: it does not end the sign-in that is under way', () =>
    withApp('', async (app) => {
      const { state } = await leaveAndComeBack(app);
      assert.equal((await app.open(`?again${fragment()}`)).code, 'ERR_SIGN_IN_STATE');
      const back = await app.open(`?once-more${fragment({ code: 'the code', state })}`);
      assert.equal(back.answer?.['code'], 'the code');
    }));

  it('an answer is good once', () =>
    withApp('', async (app) => {
      const { state } = await leaveAndComeBack(app);
      const answer = fragment({ code: 'the code', state });
      assert.equal((await app.open(`?again${answer}`)).answer?.['code'], 'the code');
      assert.equal((await app.open(`?once-more${answer}`)).code, 'ERR_SIGN_IN_STATE');
    }));

  it('mix-up: an answer is not taken for another authority than was asked', () =>
    withApp('', async (app) => {
      const { state } = await leaveAndComeBack(app);
      const elsewhere = `?issuer=https://login.example/other/v2.0${fragment({ state })}`;
      assert.equal((await app.open(elsewhere)).code, 'ERR_SIGN_IN_ISSUER');
      assert.equal((await app.tell('leave', { loginHint: 'mix-up' })).code, 'ERR_SIGN_IN_ISSUER');
    }));

  it('two sign-ins at once: the later one replaces the earlier one', () =>
    withApp('', async (app) => {
      const [earlier, later] = [await leaveAndComeBack(app), await leaveAndComeBack(app)];
      assert.notEqual(later.state, earlier.state);
      assert.equal((await app.open(`?again${fragment({ state: earlier.state })}`)).code, 'ERR_SIGN_IN_STATE');
      const back = await app.open(`?once-more${fragment({ code: 'the code', state: later.state })}`);
      assert.equal(back.answer?.['code'], 'the code');
    }));

  it('an answer for another application, or for nobody, is left where it is', () =>
    withApp(fragment({ state: forged.replace(clientId, 'another') }), async ({ open }, loaded) => {
      assert.deepEqual([loaded.of, loaded.answer], ['loaded', undefined]);
      assert.equal(loaded.href, page + fragment({ state: forged.replace(clientId, 'another') }));
      const other = await open('?state=CA&code=90210#/a/route');
      assert.deepEqual([other.answer, other.href], [undefined, `${page}?state=CA&code=90210#/a/route`]);
    }));

  it('oversized fragments are not read', () =>
    withApp(fragment({ code: 'x'.repeat(100_000) }), async (_app, loaded) => {
      assert.deepEqual([loaded.of, loaded.answer, loaded.code], ['loaded', undefined, undefined]);
    }));

  it('an answer for a popup that nobody opened does not keep the page from starting', async () => {
    // A frame, for no script closes it either.
    const loaded = await withFrame(fragment({ state: forged.replace('redirect', 'popup') }), async ([first]) => first);
    assert.deepEqual([loaded?.of, loaded?.answer, loaded?.href], ['loaded', undefined, page]);
  });

  it('storage filled by another script: what is no sign-in of ours is survived', () =>
    withApp('', async ({ tell, open }) => {
      const sound = { kind: 'redirect', state: forged, nonce: 'n', codeVerifier: 'v', redirectUri: page, issuer };
      const stored = [
        ...['', 'null', '7', '"text"', '[]', '{', '{"state":{}}', `{"state":"${forged}"}`],
        JSON.stringify({ ...sound, namesIssuer: true }),
        JSON.stringify({ ...sound, namesIssuer: 'yes', request: {} }),
        JSON.stringify({ ...sound, namesIssuer: true, request: {}, codeVerifier: 7 }),
        JSON.stringify({ ...sound, namesIssuer: true, request: {}, kind: 'popup' }),
      ];
      for (const [index, text] of stored.entries()) {
        await tell('keep', text);
        assert.equal((await open(`?${index}${fragment()}`)).code, 'ERR_SIGN_IN_STATE', text);
      }
    }));

  it('does not leave where nothing can be kept', () =>
    withApp('', async ({ tell }) => {
      await tell('fill');
      assert.equal((await tell('leave', { loginHint: 'yes' })).code, 'ERR_SIGN_IN_STORAGE');
    }));

  it('does not leave from a frame', async () => {
    const left = await withFrame('', async (reports, bus) => {
      bus.postMessage({ work: 'leave', argument: { loginHint: 'yes' } });
      await until(() => reports.length === 2);
      return reports[1];
    });
    assert.equal(left?.code, 'ERR_SIGN_IN_FRAMED');
  });
});

describe('a page that keeps windows apart (COOP)', () => {
  it('signs in by popup all the same', () =>
    withApp('?coop=same-origin&callback=/interaction/callback', async ({ tell }) => {
      const { of, answer } = await tell('popup', { loginHint: 'yes, slowly' });
      assert.deepEqual([of, answer?.['code']], ['answered', 'the code']);
    }));
});

describe('a sign-out', () => {
  it('forgets, then leaves for the authority, which sends the page back', () =>
    withApp('', async ({ tell, window: app }) => {
      void tell('signOut');
      await until(() => !isElsewhere(app) && app.location.pathname === '/interaction/callback');
      assert.equal(app.sessionStorage.getItem(`holdfast.sign-in.${clientId}`), 'forgotten');
    }));

  it('by popup ends when the authority is done, or the window is gone', () =>
    withApp('', async ({ tell }) => {
      for (const postLogoutRedirectUri of [undefined, 'https://gone.example/']) {
        const { of, pending } = await tell('signOut', { interaction: 'popup', postLogoutRedirectUri });
        assert.deepEqual([of, pending], ['answered', 'forgotten']);
      }
    }));

  it('`local` asks nobody', () =>
    withApp('', async ({ tell }) => {
      const { of, pending, href } = await tell('signOut', { interaction: 'local' });
      assert.deepEqual([of, pending, href], ['answered', 'forgotten', page]);
    }));
});

/** Leaves for an authority that shows a page, and comes back without an answer. */
async function leaveAndComeBack({ tell, window: app }: App): Promise<{ readonly state: string }> {
  const back = tell('leave', { loginHint: 'stay' });
  await until(() => isElsewhere(app));
  app.location.replace(page);
  return JSON.parse((await back).pending ?? 'null');
}
