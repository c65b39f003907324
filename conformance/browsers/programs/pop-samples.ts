// The three samples of the documentation of msal-browser on proof-of-possession (access-token-proof-of-possession.md), as they stand there but for one stray brace:
// what a page that was written after them does. Their placeholders are filled by whoever calls.

/** What the samples take for granted. */
export interface SampleSurroundings {
  readonly myMSALObj: {
    acquireTokenRedirect(request: object): Promise<unknown>;
    acquireTokenSilent(request: object): Promise<{ readonly accessToken: string }>;
  };
  readonly msal: { readonly InteractionRequiredAuthError: abstract new (...args: never) => Error };
  readonly endpoint: string;
  readonly callback: (response: unknown, endpoint: string) => void;
}

/** The request of a sample, which names the one that the token is sent with. */
export interface SampleRequest {
  readonly scopes: string[];
  readonly authenticationScheme: string;
  readonly resourceRequestMethod: string;
  readonly resourceRequestUri: string;
  readonly shrClaims: string;
  readonly shrNonce: string;
}

/** "Acquire Token Redirect Request Example", first half: the page leaves. */
export async function sampleRedirect(popTokenRequest: SampleRequest, { myMSALObj }: SampleSurroundings): Promise<void> {
  await myMSALObj.acquireTokenRedirect(popTokenRequest);
}

/** Its second half, with what comes back. */
export function sampleHeader(
  response: { readonly tokenType: string; readonly accessToken: string },
  popTokenRequest: SampleRequest,
  { endpoint, callback }: SampleSurroundings,
): Promise<void> {
  // Once a Pop Token has been acquired, it can be added on the authorization header of a resource request
  const headers = new Headers();
  const authHeader = `${response.tokenType} ${response.accessToken}`;

  headers.append('Authorization', authHeader);

  const options = {
    method: popTokenRequest.resourceRequestMethod,
    headers: headers,
  };

  // After the request has been built and the POP access token has bee appended, the request can be executed using an API like "fetch"
  return fetch(endpoint, options)
    .then((response) => response.json())
    .then((response) => callback(response, endpoint))
    .catch((error) => reportError(error));
}

/** "Acquire Token Silent Request Example". */
export async function sampleSilent(
  silentPopTokenRequest: SampleRequest,
  { msal, myMSALObj, endpoint, callback }: SampleSurroundings,
): Promise<void> {
  // Try to acquire token silently
  const acquired = await myMSALObj.acquireTokenSilent(silentPopTokenRequest).catch(async (error) => {
    if (error instanceof msal.InteractionRequiredAuthError) {
      // Fallback to interaction if silent call fails
      myMSALObj.acquireTokenRedirect(silentPopTokenRequest);
    }
    throw error;
  });
  const { accessToken } = acquired;

  // Once a Pop Token has been acquired, it can be added on the authorization header of a resource request
  const headers = new Headers();
  const authHeader = `PoP ${accessToken}`;

  headers.append('Authorization', authHeader);

  const options = {
    method: silentPopTokenRequest.resourceRequestMethod,
    headers: headers,
  };

  // After the request has been built and the POP access token has bee appended, the request can be executed using an API like "fetch"
  return fetch(endpoint, options)
    .then((response) => response.json())
    .then((response) => callback(response, endpoint))
    .catch((error) => reportError(error));
}
