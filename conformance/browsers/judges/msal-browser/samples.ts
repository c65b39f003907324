import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeJwt } from 'jose';
import { ask } from '../../scene/ask.ts';
import { sites } from '../../scene/open-scene.ts';
import { leaveAndReturn } from '../../scene/sign-in.ts';
import type { Result, Stage } from './stage.ts';

interface Orders {
  readonly orders?: readonly unknown[];
}

/** What the documentation of msal-browser tells people to write for proof-of-possession, as it stands there. */
export function declareSamples(stage: () => Stage): void {
  test('the three samples of the documentation: by redirect, with what comes back, and silently', async () => {
    const { scene, openSignedIn, home, call, nonceOf } = stage();
    const endpoint = `${scene.holdfast.ready.api}/msal/orders`;
    const { profile, tab } = await openSignedIn(sites.same);
    const unasked = await ask<Result>(tab, 'redirected');
    const freshNonce = async (): Promise<string> => nonceOf(await call(unasked));
    const nonce = await freshNonce();
    await leaveAndReturn(tab, () => ask(tab, 'sampleRedirect', { endpoint, nonce }), home());
    const redirected = await ask<Result>(tab, 'redirected');
    assert.equal(decodeJwt(redirected.accessToken)['client_claims'], '{"shrClaim1": "claimValue"}');
    const taken = await ask<Orders>(tab, 'sampleHeader', { endpoint, nonce });
    assert.ok(Array.isArray(taken.orders), JSON.stringify(taken));
    // In this dialect nothing else tells two proofs of one second apart.
    const silently = await ask<Orders>(tab, 'sampleSilent', { endpoint, nonce: await freshNonce() });
    assert.ok(Array.isArray(silently.orders), JSON.stringify(silently));
    await profile.close();
  });
}
