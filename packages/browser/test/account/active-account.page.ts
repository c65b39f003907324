import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createActiveAccount } from '../../src/account/active-account.ts';

describe('the active account of a tab', () => {
  it('outlives a reload, for each application', () => {
    createActiveAccount('app').write('ada.tenant');
    assert.equal(createActiveAccount('app').read(), 'ada.tenant');
    assert.equal(createActiveAccount('another').read(), undefined);
    createActiveAccount('app').write(undefined);
    assert.equal(createActiveAccount('app').read(), undefined);
  });

  it('lasts as long as the page where storage is filled by another script', () => {
    const active = createActiveAccount('app');
    for (let length = 1 << 22; length > 0; length >>= 1) fillWith(length);
    active.write('ada.tenant');
    assert.equal(active.read(), 'ada.tenant');
    sessionStorage.clear();
  });
});

function fillWith(length: number): void {
  try {
    for (let index = 0; ; index += 1) sessionStorage.setItem(`${length} ${index}`, 'x'.repeat(length));
  } catch {
    // Full for this length.
  }
}
