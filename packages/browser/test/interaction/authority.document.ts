/** A page of another site that plays the authority: `login_hint` says how it answers. */
const asked = new URLSearchParams(location.search);
const { state = '', redirect_uri: redirectUri = '', login_hint: wish = '' } = Object.fromEntries(asked);
const sound = { code: 'the code', state, iss: 'https://login.example/tenant/v2.0' };

const answer = (members: object): void => {
  const entries = Object.entries({ ...sound, ...members }).filter(([, value]) => value !== undefined);
  location.replace(`${redirectUri}#${new URLSearchParams(entries as [string, string][])}`);
};
const denied = (error: string) => () => answer({ code: undefined, error, error_description: 'AADSTS50058: …' });

const wishes: Readonly<Record<string, () => void>> = {
  yes: () => answer({}),
  // Somebody reads the page for a while.
  'yes, slowly': () => setTimeout(() => answer({}), 1500),
  'yes, after a moment': () => setTimeout(() => answer({}), 300),
  'to nobody': () => location.replace(redirectUri),
  denied: denied('access_denied'),
  'nobody is signed in': denied('login_required'),
  'mix-up': () => answer({ iss: 'https://thief.example' }),
  'forged state': () => answer({ state: `${state.slice(0, -1)}x` }),
  query: () => location.replace(`${redirectUri}?${new URLSearchParams(sound)}`),
  // Speaks to whoever opened it in every way that it has, then answers.
  'a hostile message': () => {
    const forged = { ...sound, code: 'a forged code' };
    for (const target of [window.opener as Window | null, window.parent, window.top]) {
      target?.postMessage(forged, '*');
      target?.postMessage(new URLSearchParams(forged).toString(), '*');
    }
    const id = state.split('.')[2] ?? '';
    new BroadcastChannel(`holdfast.${id}`).postMessage(new URLSearchParams(forged).toString());
    setTimeout(() => answer({}), 300);
  },
  // Tries to take the page around it elsewhere.
  'another page': () => {
    try {
      (window.top as Window).location.href = 'about:blank';
    } catch {
      // The sandbox.
    }
    document.body.append('Sign in');
  },
  back: () => history.back(),
  stay: () => document.body.append('Sign in'),
};

const back = asked.get('post_logout_redirect_uri');
if (back === 'https://gone.example/') window.close();
else if (back !== null) location.replace(`${back}?${new URLSearchParams({ state })}`);
else wishes[wish]?.();
