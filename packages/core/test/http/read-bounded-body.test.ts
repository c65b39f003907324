import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readBoundedBody } from '../../src/http/read-bounded-body.ts';

describe('a bounded body', () => {
  it('is read up to the limit, over any number of chunks', async () => {
    assert.deepEqual(await readBoundedBody(chunked(['ab', '', 'c']).body, 3), new TextEncoder().encode('abc'));
    assert.deepEqual(await readBoundedBody(null, 0), new Uint8Array(0));
    assert.deepEqual(await readBoundedBody(chunked([]).body, 0), new Uint8Array(0));
  });

  it('is let go as soon as it is longer, and not read to its end', async () => {
    const { body, given } = chunked(['ab', 'cd', 'ef', 'gh', 'ij']);
    assert.equal(await readBoundedBody(body, 3), undefined);
    assert.ok(given() < 5, `${given()} chunks`);
  });

  it('may be one half of a cloned message whose other half nobody has read yet', async () => {
    const request = new Request('https://api.example/', { method: 'POST', body: 'abcd' });
    // Firefox shows the bodies of responses alone.
    for (const message of request.body === undefined ? [new Response('abcd')] : [new Response('abcd'), request]) {
      assert.equal(await readBoundedBody(message.clone().body, 3), undefined);
      assert.equal(await message.text(), 'abcd');
    }
  });

  it('rejects with what broke the stream', async () => {
    const broken = new Error('the connection was cut');
    const body = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(broken) });
    await assert.rejects(readBoundedBody(body, 3), broken);
  });
});

function chunked(texts: readonly string[]): { readonly body: ReadableStream<Uint8Array>; given(): number } {
  let index = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const text = texts[index];
      index += 1;
      if (text === undefined) controller.close();
      else controller.enqueue(new TextEncoder().encode(text));
    },
  });
  return { body, given: () => index };
}
