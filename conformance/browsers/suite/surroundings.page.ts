/** What every suite in a page finds: else its own tests would tell nothing. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

describe('the surroundings of a suite in a page', () => {
  it('are a secure context with all that keys need', () => {
    assert.equal(isSecureContext, true);
    assert.equal(typeof crypto.subtle.generateKey, 'function');
    assert.equal(typeof navigator.locks.request, 'function');
    assert.equal(typeof indexedDB.open, 'function');
  });

  it('keep nothing of another suite', async () => {
    assert.deepEqual([localStorage.length, sessionStorage.length, document.cookie], [0, 0, '']);
    assert.deepEqual(await indexedDB.databases(), []);
  });

  it('let a page open a popup, which tells nothing to a page of another policy', async () => {
    const popup = window.open('/empty?coop=same-origin', 'popup', 'width=300,height=300');
    assert.ok(popup !== null);
    await until(() => popup.closed);
  });

  it('have a second site, which is a secure context of its own', async () => {
    const frame = document.createElement('iframe');
    frame.src = `http://127.0.0.1:${location.port}/empty`;
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    document.body.append(frame);
    await loaded;
    assert.throws(() => frame.contentWindow?.document, { name: 'SecurityError' });
    frame.remove();
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}
