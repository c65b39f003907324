import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TokenRefused } from '../../src/errors/token-refused.ts';
import type { Binding } from '../../src/mint/binding.ts';
import { enforceBindingPolicy } from '../../src/steps/enforce-binding-policy.ts';

type Facts = Parameters<typeof enforceBindingPolicy>[0];

const bearer: Binding = { scheme: 'bearer' };
const pop: Binding = { scheme: 'pop', confirmation: { form: 'kid', thumbprint: 'x' } };
const wishes: readonly Binding[] = [bearer, pop];

function isPermitted(application: unknown, api: unknown, binding: Binding): boolean {
  const facts = {
    client: { application: { tokenBinding: application } },
    authorization: { api: { tokenBinding: api } },
  };
  try {
    return enforceBindingPolicy({ ...facts, binding } as unknown as Facts).bindingAllowed;
  } catch (error) {
    assert.ok(error instanceof TokenRefused);
    return false;
  }
}

describe('the binding policy', () => {
  it('permits nothing under a word that nobody knows: a directory made by hand is not checked', () => {
    for (const word of ['Required', 'REQUIRED', 'require', '', undefined, null, true, ['required']]) {
      for (const asked of wishes) {
        assert.equal(isPermitted(word, 'allowed', asked), false, `application ${String(word)}`);
        assert.equal(isPermitted('allowed', word, asked), false, `API ${String(word)}`);
      }
    }
    assert.deepEqual([isPermitted('allowed', 'allowed', bearer), isPermitted('allowed', 'allowed', pop)], [true, true]);
  });
});
