/** An answer of an API, as a page of another origin is allowed to see it. */
export interface SeenAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly wwwAuthenticate: string | null;
  readonly authenticationInfo: string | null;
}

/** Calls an API from a page, and reads what CORS lets through. */
export async function readAnswer(url: string, init: RequestInit): Promise<SeenAnswer> {
  const response = await fetch(url, init);
  return seen(response);
}

/** Reads what CORS lets through of an answer. */
export async function seen(response: Response): Promise<SeenAnswer> {
  const text = await response.text();
  return {
    status: response.status,
    body: text === '' ? undefined : JSON.parse(text),
    wwwAuthenticate: response.headers.get('www-authenticate'),
    authenticationInfo: response.headers.get('authentication-info'),
  };
}
