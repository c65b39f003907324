// An https server that asks for a client certificate and answers as little as an API can; `/last` ends its connection. In its own process.
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { PemPair } from './certificates.ts';

const body = JSON.stringify({ orders: [{ id: 7, total: 12.5 }] });

// Whoever started this is gone.
process.once('disconnect', () => process.exit());
process.once('message', ({ certificate, privateKey }: PemPair) => {
  const settings = { key: privateKey, cert: certificate, requestCert: true, rejectUnauthorized: false };
  const server = createServer({ ...settings, keepAliveTimeout: 120_000 }, (request, response) => {
    if (request.url === '/last') response.setHeader('connection', 'close');
    response.setHeader('content-type', 'application/json');
    response.setHeader('content-length', body.length);
    response.end(body);
  });
  server.listen(0, 'localhost', () => process.send?.((server.address() as AddressInfo).port));
});
