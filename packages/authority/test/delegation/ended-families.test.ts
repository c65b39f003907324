import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parseDirectory } from '@holdfast/authority';
import type { Application, User } from '../../src/directory/directory.ts';
import { endFamily } from '../../src/grants/end-family.ts';
import { createTokenFamilies } from '../../src/refresh-tokens/token-families.ts';
import type { TokenFamily } from '../../src/refresh-tokens/token-family.ts';
import { openRevocationBook } from '../../src/revocation/revocation-book.ts';
import { createMemoryDataStore } from '../../src/storage/memory-data-store.ts';
import { openPage } from '../harness/redeeming-page.ts';
import { openRevocationReader } from '../harness/revocation-reader.ts';
import { claimsOf, codeOf, type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

describe('the end of a family', () => {
  let running: RunningAuthority;
  before(async () => {
    running = await runAuthority({
      directory: parseDirectory('tenants: { contoso.example: { applications: { spa: { consent: granted } } } }'),
    });
  });
  after(() => running.close());

  it('attack: a thief renews so often that the first tokens are not noted any more: they end with everything of the user', async () => {
    const ada = await openPage(running);
    const begun = await ada.redeem(await ada.code());
    const { body } = begun;
    let token = body['refresh_token'];
    for (let round = 0; round < 66; round += 1) token = (await ada.refresh(token)).body['refresh_token'];
    assert.equal(codeOf(await ada.refresh(body['refresh_token'])), 9900234);

    const reader = await openRevocationReader(running);
    const { data } = await reader.until(({ event }) => event === 'revocation');
    reader.close();
    assert.deepEqual(
      [(data as { kind: string }).kind, (data as { value: string }).value],
      ['user', claimsOf(begun)['oid']],
    );
    // Nobody in particular could tell the thief from the user, so the session went as well.
    await assert.rejects(ada.code(), /AADSTS50058/);
  });

  it('attack: families that end by the thousand leave room for what an operator has to revoke', async () => {
    const clock = (): number => 1_900_000_000_000;
    const revocations = await openRevocationBook({ store: createMemoryDataStore(), clock, coverSeconds: 86_700 });
    const families = createTokenFamilies({ clock });
    const application = { refreshTokenReuseLeewaySeconds: 0 } as Application;
    const endings: Promise<void>[] = [];
    for (let index = 0; index < 300; index += 1) {
      const familyId = `family-${index}`;
      const user = { objectId: `user-${index % 3}` } as User;
      families.begin({ id: familyId, application, signIn: { user }, expiresAt: 2_000_000_000 } as TokenFamily);
      for (let number = 0; number < 60; number += 1) {
        families.note(familyId, { uti: `${index} ${number}`, expiresAt: 1_900_003_600 });
      }
      endings.push(endFamily({ families, revocations }, familyId));
    }
    await Promise.all(endings);
    assert.ok(revocations.size > 3000 && revocations.size < 4100, String(revocations.size));
    const isRevoked = (token: { readonly uti: string; readonly objectId: string }): boolean =>
      revocations.isRevoked({ ...token, issuedAt: 1_900_000_000 });
    for (let index = 0; index < 300; index += 1) {
      assert.ok(isRevoked({ uti: `${index} 0`, objectId: `user-${index % 3}` }), String(index));
    }
    await revocations.add({ kind: 'user', value: 'somebody-else' });
  });
});
