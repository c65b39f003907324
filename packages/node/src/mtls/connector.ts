import type { SecureContext, TLSSocket } from 'node:tls';
import type { buildConnector as BuildConnector } from 'undici';

/** What {@link createConnector} needs. */
export interface ConnectorOptions {
  readonly context: SecureContext;
  readonly connectTimeoutMs: number;
  /** undici's own, which is loaded when first used. */
  readonly buildConnector: typeof BuildConnector;
}

/**
 * Makes the way one pool opens its connections: TLS 1.2 or later, the server's certificate and name checked, the session of an earlier
 * connection resumed.
 *
 * A resumed session says who the client is without a certificate, so a session must never leave the pool of its certificate. It is kept
 * here and not in undici's own cache, which forgets it at the next garbage collection, and only once its connection has been verified.
 *
 * @see RFC 8446 section 4.6.1
 */
export function createConnector(options: ConnectorOptions): BuildConnector.connector {
  const { context, connectTimeoutMs, buildConnector } = options;
  let session: Buffer | undefined;
  const keepSessionsOf = (socket: TLSSocket): void => {
    // TLS 1.2 gives its session in the handshake, TLS 1.3 whenever the server sends a ticket.
    if (socket.getProtocol() === 'TLSv1.2') session = socket.getSession() ?? session;
    socket.on('session', (ticket) => {
      session = ticket;
    });
  };
  return (target, done) => {
    const connect = buildConnector({
      secureContext: context,
      session,
      timeout: connectTimeoutMs,
      // Said here, because NODE_TLS_REJECT_UNAUTHORIZED=0 changes what Node would choose by itself.
      rejectUnauthorized: true,
      // One request, one connection: a server that renegotiates or refuses a certificate ends that request and no other.
      allowH2: false,
    });
    connect(target, (...outcome) => {
      if (outcome[0] === null) {
        keepSessionsOf(outcome[1] as TLSSocket);
        endWithFirstError(outcome[1] as TLSSocket);
      }
      done(...outcome);
    });
  };
}

/*
 * With TLS 1.3 a server refuses a client certificate after the handshake: with an alert, and then the end of the connection. Node tells both,
 * and undici reports the last it was told, which would leave nothing but "closed".
 */
function endWithFirstError(socket: TLSSocket): void {
  socket.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code?.startsWith('ERR_SSL_')) socket.destroy(error);
  });
}
