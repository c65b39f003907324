import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { secret } from '@holdfast/testing';
import fc from 'fast-check';
import { createSampleApi } from '../../packages/holdfast/src/sample-api/sample-api.ts';
import { claims, createFuzzValidator, mint, prove } from '../artefacts/api.ts';
import { closeExchange, exchange } from '../artefacts/exchange.ts';
import { keys } from '../artefacts/keys.ts';
import { atEnd } from '../engine/at-end.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editHeaders, headerEdits } from '../mutate/header-lines.ts';
import { editText, textEdits } from '../mutate/text.ts';
import { checkNoSecret } from '../secrets/check-no-secret.ts';

const accessToken = await mint({
  ...claims,
  roles: ['Orders.Read', 'Orders.Write'],
  cnf: { kid: keys.holder.thumbprint },
});

let port: Promise<number> | undefined;

async function open(): Promise<number> {
  const validator = createFuzzValidator('required', { replay: {} });
  const guard = validator.authenticate;
  const server = createServer(createSampleApi({ required: guard, open: guard, msal: guard }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(() => {
    closeExchange();
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const sampleApi = defineTarget({
  name: 'holdfast/sample-api',
  shortRuns: 120,
  arbitrary: fc.record({
    route: fc.constantFrom('GET /orders?limit=3', 'POST /orders', 'GET /orders/7', 'DELETE /orders/1', 'GET /whoami'),
    method: fc.option(fc.constantFrom('GET', 'POST', 'DELETE', 'PUT', 'OPTIONS', 'HEAD'), { freq: 1 }),
    target: fc.option(textEdits, { freq: 1 }),
    body: fc.option(textEdits, { freq: 1 }),
    headers: fc.option(headerEdits, { freq: 1 }),
  }),
  run: async ({ route, method: otherMethod, target: edits, body: bodyEdits, headers }) => {
    port ??= open();
    const [method = '', target = ''] = route.split(' ');
    const text = method === 'POST' ? '{"item":"lantern","quantity":2}' : undefined;
    const bytes = text === undefined ? undefined : new TextEncoder().encode(text);
    const proof = await prove({ accessToken, key: keys.holder, method, target, body: bytes });
    const lines = [
      ['host', 'x'],
      ['authorization', `PoP ${proof}`],
    ] as const;
    const path = edits === null ? target : editText(target, edits);
    const body = text === undefined || bodyEdits === null ? text : editText(text, bodyEdits);
    const sent = headers === null ? lines : editHeaders(lines, headers);
    const outcome = await attempt(async () =>
      exchange({ port: await (port as Promise<number>), method: otherMethod ?? method, path, headers: sent, body }),
    );
    expect(outcome.accepted, 'the exchange itself failed');
    const answer = outcome.value;
    if (typeof answer === 'string') return;
    const secrets = [secret('access token', accessToken), secret('proof', proof)];
    checkNoSecret([answer.body, answer.headers], secrets);
    expect(answer.status < 500, 'fails at something that nobody foresaw');
    if (answer.status >= 300 || otherMethod === 'OPTIONS') return;
    const isAsSigned = (otherMethod ?? method) === method && path.replace(/\?$/, '') === target && body === text;
    expect(isAsSigned, 'serves a request that was not signed');
  },
});

/** The sample API over a socket. */
export const sampleApiTargets: readonly FuzzTarget[] = [sampleApi];
