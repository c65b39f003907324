import type { Transport } from '@holdfast/core';

/** Where somebody was sent after a sign-in. */
export interface Arrival {
  readonly url: URL;
  /** What was posted there, where the answer came as a form. */
  readonly form: URLSearchParams | undefined;
}

/** Somebody with a browser that has cookies and fills in forms, and runs no scripts. */
export interface Person {
  /** Opens an address of the authority, does what its pages ask for, and stops where they lead away from it. */
  visit(url: string, user: { readonly username: string; readonly password: string }): Promise<Arrival>;
}

interface Form {
  readonly action: URL;
  /** The hidden ones. */
  readonly fields: URLSearchParams;
  readonly html: string;
}

// A sign-in and a consent, with a redirect after each.
const mostPages = 6;

export function createPerson(transport: Transport): Person {
  const cookies = new Map<string, string>();

  async function send(url: URL, init: RequestInit = {}): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(cookie === '' ? {} : { cookie }), ...init.headers };
    const response = await transport(new Request(url, { ...init, headers, redirect: 'manual' }));
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/; *max-age=0(?:;|$)/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }

  return {
    async visit(text, user) {
      const { origin } = new URL(text);
      let url = new URL(text);
      let response = await send(url);
      for (let page = 0; page < mostPages; page += 1) {
        const location = response.headers.get('location');
        if (location !== null) {
          await response.body?.cancel();
          url = new URL(location, url);
          if (url.origin !== origin) return { url, form: undefined };
          response = await send(url);
          continue;
        }
        const forms = readForms(await response.text(), url);
        const posted = forms.find(({ action }) => action.origin !== origin);
        if (posted !== undefined) return { url: posted.action, form: posted.fields };
        const filled = forms.map((form) => fillIn(form, user)).find((one) => one !== undefined);
        if (filled === undefined) throw new Error(`a page without a form to fill in, status ${response.status}`);
        url = filled.action;
        response = await send(url, { method: 'POST', body: filled.fields, headers: { origin } });
      }
      throw new Error(`still at the authority after ${mostPages} pages`);
    },
  };
}

function fillIn(
  { html, action, fields }: Form,
  { username, password }: { readonly username: string; readonly password: string },
): Pick<Form, 'action' | 'fields'> | undefined {
  const own = html.includes('id="password"')
    ? { username, password }
    : html.includes('name="account"')
      ? { account: username }
      : html.includes('id="accept"')
        ? { consent: 'accept' }
        : undefined;
  return own === undefined ? undefined : { action, fields: new URLSearchParams([...fields, ...Object.entries(own)]) };
}

function readForms(page: string, url: URL): readonly Form[] {
  return [...page.matchAll(/<form\b.*?<\/form>/gs)].map(([html]) => {
    const hidden = [...html.matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)];
    const fields = hidden.map(([input]) => [readAttribute(input, 'name'), readAttribute(input, 'value')]);
    return { action: new URL(readAttribute(html, 'action'), url), fields: new URLSearchParams(fields), html };
  });
}

function readAttribute(tag: string, name: string): string {
  const [, value = ''] = new RegExp(`\\b${name}="([^"]*)"`).exec(tag) ?? [];
  return value
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
