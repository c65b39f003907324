/**
 * Sends one HTTP request and gives its response: the only door through which this project reaches a network.
 *
 * `fetch` is one; so is a connection pool that presents a client certificate. An implementation does not retry, does not
 * follow redirects (a redirect would carry a credential to a place nobody configured) and honours `request.signal`.
 *
 * @see Fetch standard, section 5 (the Request and Response classes)
 */
export type Transport = (request: Request) => Promise<Response>;
