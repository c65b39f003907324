import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { encodeBase64url } from '../../src/base/base64url.ts';
import { encodeUtf8 } from '../../src/base/bytes.ts';
import type { JsonObject } from '../../src/base/strict-json.ts';
import type { KeyConfirmation } from '../../src/cnf/confirmation.ts';
import type { CompactJws } from '../../src/jws/compact.ts';
import type { SigningKey } from '../../src/keys/signing-key.ts';
import { createSignedHttpRequest } from '../../src/shr/create.ts';
import { decodeSignedHttpRequest } from '../../src/shr/decode.ts';
import { createShrMemory, type ShrMemory } from '../../src/shr/shr-memory.ts';
import { verifySignedHttpRequest } from '../../src/shr/verify.ts';
import { publishedSigningKey, rfc7515Rsa } from '../fixtures/published-keys.ts';
import { outcomeOf, refusedWith } from '../fixtures/refusals.ts';
import {
  boundKey,
  now,
  otherKey,
  prove,
  received,
  rsaKey,
  signProof,
  strictClaims,
  verifyProof,
} from '../fixtures/signed-requests.ts';

// As long as real tokens are, so that the end of the familiar start lies inside it; of every length modulo three.
const token = (filler: string, length = 900): string =>
  `eyJhbGciOiJSUzI1NiJ9.${filler.repeat(length)}.${'s'.repeat(86)}`;
const confirmation: KeyConfirmation = { form: 'kid', thumbprint: boundKey.thumbprint };

// A Buffer and a Uint8Array of the same bytes are the same signature.
const plain = (jws: CompactJws) => ({ ...jws, signature: Uint8Array.from(jws.signature) });

function isRecognised(memory: ShrMemory, text: string): boolean {
  return memory.recognise(text) !== undefined;
}

/** Signs a payload that is written by hand, to the letter. */
async function signText(json: string, key: SigningKey = boundKey): Promise<string> {
  const header = encodeBase64url(encodeUtf8(JSON.stringify({ typ: 'pop', kid: key.thumbprint, alg: key.alg })));
  const input = `${header}.${encodeBase64url(encodeUtf8(json))}`;
  return `${input}.${encodeBase64url(await key.sign(encodeUtf8(input)))}`;
}

/** Signs the claims of an honest client in the order of all known ones: the token first, the key last. */
async function signInOrder(at: string, more: JsonObject = {}): Promise<string> {
  const { at: _, cnf, ...others } = await strictClaims(received);
  return signText(JSON.stringify({ at, ...others, ...more, cnf }));
}

describe('the memory of proofs', () => {
  for (const length of [900, 901, 902]) {
    it(`recognises the next proof over a token, and reads what a full reading reads (${length} letters)`, async () => {
      const memory = createShrMemory();
      const options = { memory };
      const at = token('t', length);
      const first = await signInOrder(at, { nonce: 'one' });
      assert.equal(isRecognised(memory, first), false);
      await verifyProof(first, { confirmation, options });
      const next = await signInOrder(at, { nonce: 'two', ts: now - 1, extra: { deep: [1, 'x'] } });
      assert.equal(isRecognised(memory, next), true);
      assert.deepEqual(plain(decodeSignedHttpRequest(next, memory).jws), plain(decodeSignedHttpRequest(next).jws));
      assert.deepEqual(await verifyProof(next, { confirmation, options }), await verifyProof(next, { confirmation }));
    });
  }

  it('reads every text as the front door does, or leaves it to the front door', async () => {
    const memory = createShrMemory();
    const at = token('t');
    await verifyProof(await signInOrder(at), { confirmation, options: { memory } });
    const text = await signInOrder(at, { nonce: 'n' });
    assert.equal(isRecognised(memory, text), true);
    const letters = 'ABwxyz019-_.=+/ "\u0100';
    let recognised = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(text.length - 1),
        fc.nat(text.length),
        fc.tuple(fc.constantFrom('replace', 'insert', 'delete', 'cut'), fc.constantFrom(...letters)),
        async (position, other, [how, letter]) => {
          const edits = {
            replace: text.slice(0, position) + letter + text.slice(position + 1),
            insert: text.slice(0, position) + letter + text.slice(position),
            delete: text.slice(0, position) + text.slice(position + 1),
            cut: text.slice(0, Math.min(position, other)) + text.slice(Math.max(position, other)),
          };
          const edited = edits[how];
          const found = memory.recognise(edited);
          if (found === undefined) return;
          recognised += 1;
          assert.deepEqual(plain(found.jws), plain(decodeSignedHttpRequest(edited).jws));
        },
      ),
      { numRuns: 4000 },
    );
    assert.ok(recognised > 50, `${recognised} recognised`);
  });

  // Each of these is the familiar start and end with something between them that is no list of members by itself.
  for (const [what, between] of [
    ['a second token', '"at":"x","ts":1'],
    ['a second token, spelt otherwise', '"\\u0061t":"x","ts":1'],
    ['a second key', '"ts":1,"cnf":{}'],
    ['nothing', ''],
    ['blanks', ' '],
    ['a comma too many', '"ts":1,'],
    ['a comma in front', ',"ts":1'],
    ['an object that ends early', '"ts":1},{"ts":2'],
    ['a text that never ends', '"ts":1,"x":"'],
    ['an escape at the end', '"ts":1,"x":"\\'],
    ['a member twice', '"ts":1,"ts":1'],
    ['great depth', `"ts":1,"x":${'['.repeat(20)}${']'.repeat(20)}`],
    ['no time', '"nonce":"n"'],
  ] as const) {
    it(`does not recognise a proof with ${what}`, async () => {
      const memory = createShrMemory();
      const at = token('t');
      const claims = await strictClaims(received);
      const end = `,"cnf":${JSON.stringify(claims['cnf'])}}`;
      const write = (middle: string) => signText(`{"at":"${at}",${middle}${end}`);
      const { cnf: _, at: __, ...others } = claims;
      const honest = await write(JSON.stringify(others).slice(1, -1));
      await verifyProof(honest, { confirmation, options: { memory } });
      assert.equal(isRecognised(memory, honest), true);
      const crafted = await write(between);
      assert.equal(isRecognised(memory, crafted), false);
      const [plain, remembering] = [
        await outcomeOf(() => verifyProof(crafted, { confirmation })),
        await outcomeOf(() => verifyProof(crafted, { confirmation, options: { memory } })),
      ];
      assert.deepEqual(remembering, plain);
    });
  }

  it('does not recognise a proof that names two tokens', async () => {
    const memory = createShrMemory();
    const at = token('t');
    await verifyProof(await signInOrder(at), { confirmation, options: { memory } });
    const { cnf } = await strictClaims(received);
    const twice = await signText(`{"at":"${at}","ts":${now},"at":"${token('u')}","cnf":${JSON.stringify(cnf)}}`);
    assert.equal(isRecognised(memory, twice), false);
    await refusedWith('ERR_JWS_JSON', () => verifyProof(twice, { confirmation, options: { memory } }));
  });

  it('is not filled by somebody who repeats the public key and cannot sign', async () => {
    const memory = createShrMemory();
    const at = token('t');
    const stolen = await signProof({
      key: otherKey,
      header: { kid: boundKey.thumbprint },
      claims: { at, cnf: { jwk: { ...boundKey.jwk } } },
    });
    await refusedWith('ERR_SIGNATURE_INVALID', () => verifyProof(stolen, { confirmation, options: { memory } }));
    assert.equal(isRecognised(memory, stolen), false);
  });

  it('does not spare a recognised proof its signature', async () => {
    const memory = createShrMemory();
    const at = token('t');
    const text = await signProof({ claims: { at } });
    await verifyProof(text, { confirmation, options: { memory } });
    const forged = `${text.slice(0, text.lastIndexOf('.'))}.${encodeBase64url(new Uint8Array(64).fill(1))}`;
    assert.equal(isRecognised(memory, forged), true);
    await refusedWith('ERR_SIGNATURE_INVALID', () => verifyProof(forged, { confirmation, options: { memory } }));
    const thief = await signProof({
      key: otherKey,
      header: { kid: boundKey.thumbprint },
      claims: { at, cnf: { jwk: { ...boundKey.jwk } } },
    });
    assert.equal(isRecognised(memory, thief), true);
    await refusedWith('ERR_SIGNATURE_INVALID', () => verifyProof(thief, { confirmation, options: { memory } }));
  });

  it('gives no token the key of another one', async () => {
    const memory = createShrMemory();
    const options = { memory };
    const claims = { at: token('t') };
    // No `kid`: only the key itself says whose proof it is.
    const header = { kid: undefined };
    await prove({ header, claims, confirmation, options });
    const again = await signProof({ header, claims });
    assert.equal(isRecognised(memory, again), true);
    const foreign: KeyConfirmation = { form: 'kid', thumbprint: otherKey.thumbprint };
    await refusedWith('ERR_SHR_KEY_MISMATCH', () => verifyProof(again, { confirmation: foreign, options }));
    const others = await signProof({ key: otherKey, header, claims: { ...claims, cnf: { jwk: { ...otherKey.jwk } } } });
    await refusedWith('ERR_SHR_KEY_MISMATCH', () => verifyProof(others, { confirmation, options }));
  });

  it('does not loosen the algorithm that the token names for its key', async () => {
    const options = { memory: createShrMemory() };
    const claims = { at: token('t') };
    const ps256 = await publishedSigningKey('PS256', rfc7515Rsa);
    const free = { form: 'jwk', jwk: rsaKey.jwk, thumbprint: rsaKey.thumbprint } as const;
    const strict = { ...free, jwk: { ...rsaKey.jwk, alg: 'PS256' } } as const;
    for (let round = 0; round < 2; round += 1) {
      await prove({ key: rsaKey, claims, confirmation: free, options });
      await refusedWith('ERR_SHR_KEY_MISMATCH', () => prove({ key: rsaKey, claims, confirmation: strict, options }));
      await prove({ key: ps256, claims, confirmation: strict, options });
    }
  });

  it('recognises proofs whose key stands elsewhere or nowhere, and reads the key every time', async () => {
    const byKey: KeyConfirmation = { form: 'jwk', jwk: boundKey.jwk, thumbprint: boundKey.thumbprint };
    const at = token('t');
    const { at: _, cnf, ...others } = await strictClaims(received);
    for (const claims of [
      { at, cnf, ...others },
      { at, ...others },
    ]) {
      const memory = createShrMemory();
      const text = await signText(JSON.stringify(claims));
      await verifyProof(text, { confirmation: byKey, options: { memory } });
      assert.equal(isRecognised(memory, text), true);
      await verifyProof(text, { confirmation: byKey, options: { memory } });
      const foreign = await signText(JSON.stringify({ at, cnf: { jwk: otherKey.jwk }, ...others }));
      await refusedWith('ERR_SHR_KEY_MISMATCH', () =>
        verifyProof(foreign, { confirmation: byKey, options: { memory } }),
      );
    }
  });

  it('takes no proof without a key for a token that names its key by thumbprint, whatever it saw before', async () => {
    const at = token('t');
    const { at: _, cnf, ...others } = await strictClaims(received);
    const options = { memory: createShrMemory() };
    const keyElsewhere = await signText(JSON.stringify({ at, cnf, ...others }));
    await verifyProof(keyElsewhere, { confirmation, options });
    assert.equal(isRecognised(options.memory, keyElsewhere), true);
    const without = await signText(JSON.stringify({ at, ...others }));
    await refusedWith('ERR_SHR_CNF', () => verifyProof(without, { confirmation }));
    await refusedWith('ERR_SHR_CNF', () => verifyProof(without, { confirmation, options }));
  });

  it('keeps nothing of a proof that begins with something else, of a long one, or when it is told so', async () => {
    const at = token('t');
    const { at: _, ...others } = await strictClaims(received);
    const late = await signText(JSON.stringify({ ...others, at }));
    const long = await signProof({ claims: { at: token('t', 8000) } });
    const usual = await signProof({ claims: { at } });
    for (const [text, memory] of [
      [late, createShrMemory()],
      [long, createShrMemory()],
      [usual, createShrMemory({ maxTokens: 0 })],
    ] as const) {
      await verifyProof(text, { confirmation, options: { memory } });
      assert.equal(isRecognised(memory, text), false);
    }
  });

  it('is bounded, and forgets what was used least recently', async () => {
    const memory = createShrMemory({ maxTokens: 2 });
    const texts: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      // The fingerprint is the end of the token, as different here as signatures are.
      const text = await signProof({ claims: { at: `${token(name)}${name.repeat(60)}` } });
      await verifyProof(text, { confirmation, options: { memory } });
      texts.push(text);
    }
    assert.deepEqual(
      texts.map((text) => isRecognised(memory, text)),
      [false, true, true],
    );
  });

  it('looks by a piece of the header, and believes only the whole', async () => {
    const memory = createShrMemory();
    const options = { memory };
    const { at: _, cnf, ...others } = await strictClaims(received);
    const payload = encodeBase64url(encodeUtf8(JSON.stringify({ at: token('t'), ...others, cnf })));
    const signWith = async (header: object): Promise<string> => {
      const input = `${encodeBase64url(encodeUtf8(JSON.stringify(header)))}.${payload}`;
      return `${input}.${encodeBase64url(await boundKey.sign(encodeUtf8(input)))}`;
    };
    const [typ, alg, kid] = ['pop', boundKey.alg, boundKey.thumbprint];
    const first = await signWith({ typ, alg, kid });
    // As long, and with the same letters in the middle.
    const second = await signWith({ alg, typ, kid });
    await verifyProof(first, { confirmation, options });
    assert.equal(isRecognised(memory, second), false);
    await verifyProof(second, { confirmation, options });
    assert.equal(isRecognised(memory, second), true);
    assert.deepEqual(plain(decodeSignedHttpRequest(first, memory).jws), plain(decodeSignedHttpRequest(first).jws));
  });

  it('has what the tokens of one client share once, and nothing of another client', async () => {
    const memory = createShrMemory();
    const options = { memory };
    const familiarOf = async (name: string, key: SigningKey) => {
      const at = `${token(name)}${name.repeat(60)}`;
      const text = await signProof({
        key,
        claims: { at, cnf: { jwk: { ...key.jwk } } },
        header: { kid: key.thumbprint },
      });
      await verifyProof(text, { confirmation: { form: 'kid', thumbprint: key.thumbprint }, options });
      return memory.recognise(text)?.familiar;
    };
    const [one, two, other] = [
      await familiarOf('a', boundKey),
      await familiarOf('b', boundKey),
      await familiarOf('c', otherKey),
    ];
    assert.notEqual(one?.accessToken, two?.accessToken);
    assert.ok(one !== undefined && one.header === two?.header && one.cnf === two.cnf);
    assert.equal(other?.header.kid, otherKey.thumbprint);
    assert.deepEqual(other.cnf, { jwk: otherKey.jwk });
  });

  it('shares nothing that was padded: whoever writes another text each time must not fill the memory', async () => {
    const memory = createShrMemory();
    const cnfOf = async (name: string) => {
      const at = `${token(name)}${name.repeat(60)}`;
      const text = await signProof({ claims: { at, cnf: { jwk: { ...boundKey.jwk, pad: 'x'.repeat(3000) } } } });
      await verifyProof(text, { confirmation, options: { memory } });
      return memory.recognise(text)?.familiar.cnf;
    };
    const [one, two] = [await cnfOf('a'), await cnfOf('b')];
    assert.deepEqual(one, two);
    assert.ok(one !== undefined && one !== two);
  });

  it('opens no wider door than the front door', async () => {
    const memory = createShrMemory();
    const at = token('t');
    await verifyProof(await signInOrder(at), { confirmation, options: { memory } });
    const long = await signInOrder(at, { pad: 'x'.repeat(40_000) });
    await refusedWith('ERR_JWS_TOO_LARGE', async () => decodeSignedHttpRequest(long, memory));
    for (const value of [undefined, null, 1, {}, ['a.b.c']]) {
      await refusedWith('ERR_JWS_SEGMENTS', async () => decodeSignedHttpRequest(value as unknown as string, memory));
    }
  });

  // A group of base64url may end in the middle of a character; the memory must not.
  for (const at of ['é', 'xé', '€', 'x€', 'xx€', '😀', '\ud800', '"\\', '\ufeff'].map((one) => one.repeat(400))) {
    it(`recognises a token of ${JSON.stringify(at.slice(0, 4))} as it does any other`, async () => {
      const memory = createShrMemory();
      const options = { memory };
      const request = { method: 'GET', url: 'https://api.example/orders?page=2&sort=name' };
      const clock = () => now * 1000;
      const first = await createSignedHttpRequest({ accessToken: at, key: boundKey, request, clock });
      await verifyProof(first, { confirmation, options });
      const next = await createSignedHttpRequest({ accessToken: at, key: boundKey, request, clock });
      assert.equal(isRecognised(memory, next), true);
      assert.deepEqual(plain(decodeSignedHttpRequest(next, memory).jws), plain(decodeSignedHttpRequest(next).jws));
      await verifyProof(next, { confirmation, options });
    });
  }

  it('lends out nothing that a caller could change for the next one', async () => {
    const memory = createShrMemory();
    const at = token('t');
    const first = decodeSignedHttpRequest(await signInOrder(at));
    await verifySignedHttpRequest({ shr: first, confirmation, request: received, clock: () => now * 1000, memory });
    const again = decodeSignedHttpRequest(await signInOrder(at, { nonce: 'n' }), memory);
    assert.notEqual(again.familiar, undefined);
    for (const { jws } of [first, again]) {
      const cnf = jws.payload['cnf'] as { readonly jwk: JsonObject };
      assert.throws(() => Object.assign(cnf.jwk, { kid: 'another' }), TypeError);
      assert.throws(() => Object.assign(cnf, { jwk: otherKey.jwk }), TypeError);
      assert.throws(() => Object.assign(jws.header, { kid: otherKey.thumbprint }), TypeError);
    }
  });

  it('takes whole numbers for limits', () => {
    for (const limit of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      assert.throws(() => createShrMemory({ maxTokens: limit }), TypeError);
      assert.throws(() => createShrMemory({ maxKeys: limit }), TypeError);
    }
  });
});

describe('the memory of proof keys', () => {
  const keys = (memory: ShrMemory): number => (memory.keys as unknown as { readonly size: number }).size;

  it('is written once for many proofs, and serves all of them', async () => {
    const memory = createShrMemory({ maxTokens: 0 });
    for (let round = 0; round < 3; round += 1) await prove({ options: { memory } });
    assert.equal(keys(memory), 1);
  });

  it('is not filled by somebody who repeats the public key and cannot sign', async () => {
    const memory = createShrMemory({ maxTokens: 0 });
    for (const pad of ['', 'x', 'xx']) {
      const claims = { cnf: { jwk: { ...boundKey.jwk, pad } } };
      const stolen = await signProof({ key: otherKey, header: { kid: boundKey.thumbprint }, claims });
      await refusedWith('ERR_SIGNATURE_INVALID', () => verifyProof(stolen, { options: { memory } }));
    }
    assert.equal(keys(memory), 0);
  });

  it('keeps no text that was padded', async () => {
    const memory = createShrMemory({ maxTokens: 0 });
    await prove({ claims: { cnf: { jwk: { ...boundKey.jwk, pad: 'x'.repeat(5000) } } }, options: { memory } });
    assert.equal(keys(memory), 0);
  });
});
