/** Codes of requests with a client certificate. */
export const mtlsErrors = {
  ERR_MTLS_ORIGIN: {
    meaning: 'A client certificate is presented over https only',
    mend: 'Give an address that begins with https://, without a user name.',
  },
  ERR_MTLS_CONNECT: {
    meaning: 'The server could not be reached',
    mend: 'Check its address and that it is up; nothing was sent.',
  },
  ERR_MTLS_SERVER_UNTRUSTED: {
    meaning: 'The certificate of the server is not trusted',
    mend: 'Renew it there, use the name it was issued for, or give the authority it comes from as `ca`. Checks cannot be turned off.',
  },
  ERR_MTLS_PROTOCOL: {
    meaning: 'The server does not speak TLS 1.2 or later with a cipher of ours',
    mend: 'Update the server; older versions cannot be allowed.',
  },
  ERR_MTLS_CERTIFICATE_REFUSED: {
    meaning: 'The server refused the client certificate',
    mend: 'Check that the server trusts its issuer, that it has not expired or been revoked, and that its chain is complete.',
  },
  ERR_MTLS_INTERRUPTED: {
    meaning: 'The connection ended before the whole response had come',
    mend: 'Repeat the request only if doing it twice does no harm: the server may have done it.',
  },
  ERR_MTLS_TIMEOUT: {
    meaning: 'The server took too long',
    mend: 'Repeat the request only if doing it twice does no harm: the server may have done it.',
  },
  ERR_MTLS_RESPONSE: {
    meaning: 'The server answered something that is no HTTP response',
    mend: 'Check that the address belongs to an HTTP/1.1 server, and that no proxy rewrites its answers.',
  },
  ERR_MTLS_CLOSED: {
    meaning: 'The connections were closed',
    mend: 'Make a new pool or transport after close.',
  },
} as const;
