import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildEngineEnvironment, createPkcs11KeyProvider, type Pkcs11KeyOptions } from '@holdfast/node/machine-key';
import { ck } from '../../src/machine-key/cryptoki.ts';
import { buildKeyUri } from '../../src/machine-key/key-uri.ts';
import { checkPinTries } from '../../src/machine-key/open-token.ts';

const right: Pkcs11KeyOptions = { module: '/usr/lib/module.so', token: 'token', object: 'key', pin: '1234' };

describe('options of createPkcs11KeyProvider', () => {
  const wrong: Readonly<Record<string, object>> = {
    'a module that the loader would look for': { module: 'module.so' },
    'no module': { module: undefined },
    'no token': { token: '' },
    'a serial number that is no text': { serialNumber: 7 },
    'no key': { object: undefined },
    'an empty label': { object: '' },
    'an id that is not hexadecimal': { id: '0g' },
    'half a byte of an id': { id: '012' },
    'no PIN': { pin: '' },
    'a PIN that is a number': { pin: 1234 },
    'a word for isHardware': { isHardware: 'yes' },
    'no engine': { engine: '' },
    'an option that there is not': { slot: 0 },
  };
  for (const [title, options] of Object.entries(wrong)) {
    it(`refuses ${title}`, () => {
      assert.throws(() => createPkcs11KeyProvider({ ...right, ...options } as Pkcs11KeyOptions), TypeError);
    });
  }

  it('loads nothing before the key is asked for', async () => {
    await createPkcs11KeyProvider(right).close();
  });

  it('says that a module cannot be loaded', async () => {
    process.env['PKCS11_MODULE_PATH'] = right.module;
    const provider = createPkcs11KeyProvider(right);
    await assert.rejects(provider.current(), ({ code }: { code: string }) =>
      /^ERR_PKCS11_(?:MODULE|LIBRARY)$/.test(code),
    );
  });
});

describe('buildKeyUri (RFC 7512)', () => {
  it('writes every byte that could end a part by its number', () => {
    const place = { token: 'a;b=c?pin-value=1', serialNumber: undefined, object: 'ä %', id: Buffer.from([0, 0x3b]) };
    assert.equal(
      buildKeyUri(place),
      'pkcs11:token=a%3bb%3dc%3fpin%2dvalue%3d1;object=%c3%a4%20%25;id=%00%3b;type=private',
    );
  });

  it('leaves out what is not known', () => {
    const place = { token: 't', serialNumber: '0a', object: undefined, id: undefined };
    assert.equal(buildKeyUri(place), 'pkcs11:token=t;serial=0a;type=private');
  });
});

describe('checkPinTries', () => {
  it('does not use up the last try, nor try what is locked', () => {
    checkPinTries(ck.flags.loginRequired);
    for (const flag of [ck.flags.pinFinalTry, ck.flags.pinLocked]) {
      assert.throws(() => checkPinTries(ck.flags.loginRequired | flag), { code: 'ERR_PKCS11_PIN' });
    }
  });
});

describe('buildEngineEnvironment', () => {
  it('names the engine and the module, and nothing secret', () => {
    assert.deepEqual(buildEngineEnvironment({ module: '/lib/m.so', engines: '/lib/engines-3' }), {
      OPENSSL_ENGINES: '/lib/engines-3',
      PKCS11_MODULE_PATH: '/lib/m.so',
    });
  });

  it('refuses paths that depend on where the program is started', () => {
    assert.throws(() => buildEngineEnvironment({ module: 'm.so' }), TypeError);
    assert.throws(() => buildEngineEnvironment({ module: '/m.so', engines: '.' }), TypeError);
  });
});
