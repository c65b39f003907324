import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tokenStepNames } from '@holdfast/authority';
import { createProcedure } from '../../src/steps/procedure.ts';

describe('a procedure', () => {
  const half = createProcedure<{ readonly width: number }>().step(function double({ width }) {
    return { twice: width * 2 };
  });

  it('runs its steps in order, each with what the ones before it found', async () => {
    const whole = half.step(async function add({ width, twice }) {
      return { sum: width + twice };
    });
    assert.deepEqual(await whole.run({ width: 2 }), { width: 2, twice: 4, sum: 6 });
    assert.deepEqual(whole.names, ['double', 'add']);
    assert.deepEqual(half.names, ['double'], 'a procedure is a value: another one may grow from it');
  });

  it('ends with the first step that throws', async () => {
    let reached = false;
    const broken = half
      .step(function fail(): { readonly never: 1 } {
        throw new RangeError('no');
      })
      .step(function after() {
        reached = true;
        return {};
      });
    await assert.rejects(broken.run({ width: 1 }), RangeError);
    assert.equal(reached, false);
  });

  it('does not change its input', async () => {
    const input = { width: 1 };
    await half.run(input);
    assert.deepEqual(input, { width: 1 });
  });
});

describe('the token endpoint', () => {
  it('is the list of steps that the documentation shows', () => {
    assert.deepEqual(tokenStepNames, [
      'readTokenForm',
      'chooseGrant',
      'findTenant',
      'checkPresentedCertificate',
      'readRequestedBinding',
      'readRequestedClaims',
      'authenticateClient',
      'checkPageOrigin',
      'authorizeGrant',
      'enforceBindingPolicy',
      'grantClaims',
      'mintAccessToken',
      'mintIdToken',
      'renewFamily',
      'buildTokenReply',
    ]);
  });
});
