import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeUtf8 } from '@holdfast/core';
import { authenticateRequest, type RouteRequirements } from '@holdfast/resource/web';
import { createOwnValidator } from '../fixture/judge.ts';
import { keys, mintToken, origin, type SignOptions, signRequest } from '../fixture/people.ts';

const accessToken = await mintToken({ cnf: { kid: keys.client.thumbprint }, scp: 'read' });
const prove = async (more: Omit<SignOptions, 'accessToken'> = {}): Promise<string> =>
  `PoP ${await signRequest({ accessToken, ...more })}`;

async function judge(request: Request, requirements?: RouteRequirements): Promise<string> {
  const outcome = await authenticateRequest(createOwnValidator(), request, requirements);
  if (!(outcome instanceof Response)) return 'accepted';
  assert.equal(outcome.headers.get('cache-control'), 'no-store');
  return ((await outcome.json()) as { code: string }).code;
}

test('a Request passes or becomes the Response to give', async () => {
  const request = new Request(`${origin}/orders`, { headers: { authorization: await prove() } });
  assert.equal(await judge(request, { requiredScopes: ['read'] }), 'accepted');
  const again = new Request(`${origin}/orders`, { headers: { authorization: await prove() } });
  const outcome = await authenticateRequest(createOwnValidator(), again, { requiredScopes: ['write'] });
  assert.ok(outcome instanceof Response);
  assert.equal(outcome.status, 403);
  assert.match(outcome.headers.get('www-authenticate') ?? '', /^PoP error="insufficient_scope"/);
});

test('the origin of the Request itself decides nothing: it comes from Host in most runtimes', async () => {
  const spoofed = new Request('https://evil.example/orders', {
    headers: { authorization: await prove({ url: 'https://evil.example/orders' }) },
  });
  assert.equal(await judge(spoofed), 'ERR_SHR_HOST');
  const behindProxy = new Request('http://10.0.0.7:3000/orders', { headers: { authorization: await prove() } });
  assert.equal(await judge(behindProxy), 'accepted');
});

test('what the runtime normalised is what is compared', async () => {
  const sent = async (url: string, signed: string) =>
    judge(new Request(url, { headers: { authorization: await prove({ url: signed }) } }));
  assert.equal(await sent(`${origin}/a/../orders`, `${origin}/orders`), 'accepted');
  assert.equal(await sent(`${origin}/a%2Fb`, `${origin}/a%2Fb`), 'accepted');
  assert.equal(await sent(`${origin}/a%2Fb`, `${origin}/a/b`), 'ERR_SHR_PATH');
  assert.equal(await sent(`${origin}//orders`, `${origin}/orders`), 'ERR_SHR_PATH');
  assert.equal(await sent(`${origin}/orders?admin`, `${origin}/orders`), 'ERR_SHR_QUERY');
  assert.equal(await sent(`${origin}/orders?`, `${origin}/orders`), 'accepted');
});

test('repeated Authorization lines arrive as a comma list and are refused', async () => {
  const headers = new Headers();
  headers.append('authorization', await prove());
  headers.append('authorization', `Bearer ${accessToken}`);
  assert.equal(await judge(new Request(`${origin}/orders`, { headers })), 'ERR_CREDENTIAL_MALFORMED');
});

test('a covered body is checked when it may be kept, and the route can still read it', async () => {
  const body = encodeUtf8('{"quantity":1}');
  const post = async (sent: Uint8Array<ArrayBuffer>) =>
    new Request(`${origin}/orders`, {
      method: 'POST',
      body: sent,
      headers: { authorization: await prove({ method: 'POST', body }) },
    });
  const request = await post(body);
  assert.equal(await judge(request, { keepBodyBytes: 1024 }), 'accepted');
  assert.equal(await request.text(), '{"quantity":1}');
  assert.equal(await judge(await post(encodeUtf8('{"quantity":2}')), { keepBodyBytes: 1024 }), 'ERR_SHR_BODY');
  assert.equal(await judge(await post(body)), 'ERR_SHR_BODY_UNAVAILABLE');
  const long = await authenticateRequest(createOwnValidator(), await post(body), { keepBodyBytes: 13 });
  assert.ok(long instanceof Response);
  assert.equal(long.status, 413);
  assert.deepEqual(((await long.json()) as { code: string }).code, 'ERR_INCOMING_BODY');
});

test('a body is not read for requests without proof', async () => {
  let isRead = false;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        isRead = true;
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  const init = { method: 'POST', body, duplex: 'half', headers: { authorization: `Bearer ${accessToken}` } };
  assert.equal(
    await judge(new Request(`${origin}/orders`, init as RequestInit), { keepBodyBytes: 10 }),
    'ERR_BINDING_PROOF_MISSING',
  );
  assert.equal(isRead, false);
});

test('requirements that are not well-formed are the programmer’s error', async () => {
  const request = new Request(`${origin}/orders`);
  for (const wrong of [{ requiredScope: 'x' }, { keepBodyBytes: Number.NaN }, { keepBodyBytes: 1.5 }]) {
    await assert.rejects(authenticateRequest(createOwnValidator(), request, wrong as never), TypeError);
  }
});

test('a body that was read before cannot be checked', async () => {
  const body = encodeUtf8('{"quantity":1}');
  const headers = { authorization: await prove({ method: 'POST', body }) };
  const request = new Request(`${origin}/orders`, { method: 'POST', body, headers });
  await request.text();
  assert.equal(await judge(request, { keepBodyBytes: 1024 }), 'ERR_SHR_BODY_UNAVAILABLE');
});
