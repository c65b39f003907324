import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as realModule from '@azure/msal-browser';
import * as doorModule from '../../src/msal/msal.ts';

type Names = Readonly<Record<string, unknown>>;
const [real, door]: readonly [Names, Names] = [{ ...realModule }, { ...doorModule }];
const names = Object.keys(door);
const tables = names.filter((name) => typeof door[name] === 'object');
const classes = names.filter((name) => typeof door[name] === 'function');

// What the door leaves out. A name that appears in MSAL.js has to be thought about once.
const absent = {
  'logs, telemetry and wrappers': [
    'BrowserPerformanceClient',
    'BrowserPerformanceMeasurement',
    'BrowserRootPerformanceEvents',
    'Logger',
    'StubPerformanceClient',
    'WrapperSKU',
    'ApiId',
    'version',
  ],
  'parts of its inside': [
    'BrowserUtils',
    'EventHandler',
    'LocalStorage',
    'MemoryStorage',
    'NavigationClient',
    'SessionStorage',
    'DEFAULT_IFRAME_TIMEOUT_MS',
    'OIDC_DEFAULT_SCOPES',
    'enforceResourceParameter',
    'isPlatformBrokerAvailable',
    'stubbedPublicClientApplication',
  ],
  'other ways to a client or a token': [
    'createNestablePublicClientApplication',
    'createStandardPublicClientApplication',
    'loadExternalTokens',
  ],
  'words for what there is not': [
    'AzureCloudInstance',
    'BrowserConfigurationAuthError',
    'JsonWebTokenTypes',
    'ProtocolMode',
    'ResponseMode',
  ],
  'for wrappers of frameworks': ['EventMessageUtils', 'InteractionStatus'],
  'lists of codes': [
    'AuthErrorCodes',
    'BrowserAuthErrorCodes',
    'BrowserConfigurationAuthErrorCodes',
    'ClientAuthErrorCodes',
    'ClientConfigurationErrorCodes',
    'InteractionRequiredAuthErrorCodes',
  ],
};

suite('the names of MSAL.js', () => {
  test('every name of the door is one of MSAL.js, of the same kind', () => {
    for (const name of names) assert.equal(typeof real[name], typeof door[name], name);
  });

  for (const name of tables) {
    test(`${name} says the same words`, () => {
      const theirs = real[name] as Names;
      for (const [member, value] of Object.entries(door[name] as Names)) assert.equal(theirs[member], value, member);
    });
  }

  test('no scheme of MSAL.js is missing: a word that is undefined would mean Bearer', () => {
    assert.deepEqual(doorModule.AuthenticationScheme, realModule.AuthenticationScheme);
  });

  for (const name of classes) {
    test(`every method of ${name} is one of MSAL.js`, () => {
      const methodsOf = (of: object): string[] =>
        Object.entries(Object.getOwnPropertyDescriptors((of as { readonly prototype: object }).prototype)).flatMap(
          ([method, { value }]) => (typeof value === 'function' ? [method] : []),
        );
      const theirs = new Set(methodsOf(real[name] as object));
      assert.deepEqual(
        methodsOf(door[name] as object).filter((method) => !theirs.has(method)),
        [],
      );
    });
  }

  test('errors are of the same family', () => {
    for (const name of classes.filter((one) => one.endsWith('Error') && one !== 'AuthError')) {
      const [ours, theirs] = [door[name], real[name]].map((of) => (of as { readonly prototype: object }).prototype);
      assert.ok(ours instanceof doorModule.AuthError, name);
      assert.ok(theirs instanceof realModule.AuthError, name);
    }
  });

  test('what is not there is listed', () => {
    const missing = Object.keys(real).filter((name) => !(name in door));
    assert.deepEqual(missing.sort(), Object.values(absent).flat().sort());
  });

  test('what a PublicClientApplication has not is listed', () => {
    const theirs = Object.getOwnPropertyNames(realModule.PublicClientApplication.prototype);
    const missing = theirs.filter((name) => !(name in doorModule.PublicClientApplication.prototype));
    assert.deepEqual(missing.sort(), [
      'acquireTokenByCode',
      'addPerformanceCallback',
      'getConfiguration',
      'getLogger',
      'hydrateCache',
      'initializeWrapperLibrary',
      'removePerformanceCallback',
      'setLogger',
      'setNavigationClient',
      'waitForIframeResponse',
      'waitForPopupResponse',
    ]);
  });
});
