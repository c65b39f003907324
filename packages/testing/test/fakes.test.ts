import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createFakeClock } from '../src/fakes/fake-clock.ts';
import { createFakeTransport } from '../src/fakes/fake-transport.ts';
import { createGate, settle } from '../src/fakes/gate.ts';
import { until } from '../src/fakes/until.ts';

const url = 'https://login.example/token';

describe('createFakeClock', () => {
  it('moves only when it is told to', () => {
    const clock = createFakeClock(1000);
    assert.equal(clock(), 1000);
    clock.advance(1.5);
    assert.equal(clock(), 2500);
    clock.setTo(7);
    assert.equal(clock(), 7);
  });
});

describe('createFakeTransport', () => {
  it('answers by method, origin and path, and remembers what it was asked', async () => {
    const transport = createFakeTransport({
      [`POST ${url}`]: { status: 201, headers: { 'x-a': 'b' }, json: { ok: true } },
    });
    const response = await transport(
      new Request(`${url}?x=1`, { method: 'POST', body: 'a=b&c=d', headers: { 'x-q': 'r' } }),
    );
    assert.equal(response.status, 201);
    assert.equal(response.headers.get('x-a'), 'b');
    assert.equal(response.headers.get('content-type'), 'application/json');
    assert.deepEqual(await response.json(), { ok: true });
    const [asked] = transport.requestsTo(`POST ${url}`);
    assert.equal(asked?.url.search, '?x=1');
    assert.equal(asked?.form.get('c'), 'd');
    assert.equal(asked?.headers.get('x-q'), 'r');
  });

  it('gives the replies of a list in order and then refuses', async () => {
    const transport = createFakeTransport({ [`GET ${url}`]: [{ status: 503 }, {}] });
    assert.equal((await transport(new Request(url))).status, 503);
    assert.equal((await transport(new Request(url))).status, 200);
    await assert.rejects(transport(new Request(url)), /used up/);
    assert.equal(transport.requests.length, 3);
  });

  it('refuses what no route answers, unless there is one for everything', async () => {
    await assert.rejects(
      createFakeTransport({})(new Request(url)),
      /nothing answers GET https:\/\/login\.example\/token/,
    );
    assert.equal(
      (await createFakeTransport({ '*': () => new Response(null, { status: 418 }) })(new Request(url))).status,
      418,
    );
  });

  it('holds a reply back until its gate opens', async () => {
    const gate = createGate();
    const transport = createFakeTransport({ '*': { body: 'x', after: gate.opened } });
    let isDone = false;
    const sent = transport(new Request(url)).then((response) => {
      isDone = true;
      return response.text();
    });
    await settle();
    assert.equal(isDone, false);
    gate.open();
    assert.equal(await sent, 'x');
  });

  it('ends a held reply when the request is aborted, with its reason', async () => {
    const controller = new AbortController();
    const transport = createFakeTransport({ '*': { after: createGate().opened } });
    const sent = transport(new Request(url, { signal: controller.signal }));
    await settle();
    const reason = new Error('enough');
    controller.abort(reason);
    await assert.rejects(sent, reason);
    await assert.rejects(transport(new Request(url, { signal: controller.signal })), reason);
    assert.equal(transport.requests.length, 1);
  });

  it('breaks the connection when told to', async () => {
    const failure = new TypeError('connection reset');
    await assert.rejects(createFakeTransport({ '*': { fail: failure } })(new Request(url)), failure);
  });
});

describe('waiting for what happens by itself', () => {
  it('ends when it holds, and gives what held', async () => {
    let looks = 0;
    assert.equal(await until(() => (++looks === 3 ? 'third' : undefined), { everyMs: 0 }), 'third');
    assert.equal(await until(async () => 7), 7);
  });

  it('fails in the end, and says what was waited for', async () => {
    await assert.rejects(
      until(() => 1 > 2, { timeoutMs: 5, everyMs: 1 }),
      /did not come about in 5 ms: .*1 > 2/,
    );
  });

  it('does not outlive what it looks at: a failure in the look is the failure', async () => {
    await assert.rejects(
      until(() => assert.fail('broken')),
      /broken/,
    );
  });
});
