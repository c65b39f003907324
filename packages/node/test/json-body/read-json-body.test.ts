import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readJsonBody } from '../../src/json-body/read-json-body.ts';

const read = (body: string | ReadableStream<Uint8Array> | null): Promise<unknown> =>
  readJsonBody(new Response(body), { mostBytes: 70_000, refuse: (detail) => new RangeError(detail) });

describe('the body of a response', () => {
  it('is one JSON object, up to the bound', async () => {
    assert.deepEqual(await read('{"a":[1]}'), { a: [1] });
    const long = 'a'.repeat(70_000 - '{"a":""}'.length);
    assert.deepEqual(await read(`{"a":"${long}"}`), { a: long });
  });

  it('is refused in words that repeat nothing of it, without a cause', async () => {
    for (const body of [null, '', '[]', 'null', '{"a":1,"a":2}', '{"secret":', '\ufeff{}']) {
      await assert.rejects(read(body), (error: Error) => {
        assert.ok(error instanceof RangeError);
        assert.equal(error.message, 'not one JSON object');
        return error.cause === undefined;
      });
    }
  });

  it('is not read to its end when it is too long', async () => {
    const endless = new ReadableStream<Uint8Array>({ pull: (stream) => stream.enqueue(new Uint8Array(10_000)) });
    await assert.rejects(read(endless), { name: 'RangeError', message: 'longer than 70000 bytes' });
  });

  it('fails as its stream does', async () => {
    const broken = new ReadableStream<Uint8Array>({ pull: (stream) => stream.error(new TypeError('broken')) });
    await assert.rejects(read(broken), { name: 'TypeError', message: 'broken' });
  });
});
