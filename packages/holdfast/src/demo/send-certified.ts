import { request as httpsRequest } from 'node:https';
import type { CapturedRequest, OwnCertificate } from './loot.ts';
import type { CapturedReply } from './send-captured.ts';

/** Sends captured bytes over a TLS connection with a client certificate, and reads the JSON that comes back. */
export function sendCertified(captured: CapturedRequest, own: OwnCertificate): Promise<CapturedReply> {
  const { method, url, headers } = captured;
  const tls = { cert: own.certificate, key: own.privateKey, agent: false };
  return new Promise((resolve, reject) => {
    const sent = httpsRequest(url, { method, headers: Object.fromEntries(headers), ...tls }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('error', reject).on('end', () => resolve({ status: answer.statusCode ?? 0, body: parse(text) }));
    });
    sent.on('error', reject).end();
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
