import assert from 'node:assert/strict';
import { test } from 'node:test';
import type * as real from '@azure/msal-browser';
import type * as door from '../../src/msal/msal.ts';

/** Compiles where what is written for the one is taken by the other. */
type Takes<Wanted, Given extends Wanted> = [Wanted, Given];

/** What pages say with the types of MSAL.js. */
export type Requests = [
  Takes<door.SilentRequest, real.SilentRequest>,
  Takes<door.PopupRequest, real.PopupRequest>,
  Takes<door.RedirectRequest, real.RedirectRequest>,
  Takes<door.SsoSilentRequest, real.SsoSilentRequest>,
  Takes<door.EndSessionRequest, real.EndSessionRequest>,
  Takes<door.EndSessionPopupRequest, real.EndSessionPopupRequest>,
  Takes<door.ClearCacheRequest, real.ClearCacheRequest>,
  Takes<door.HandleRedirectPromiseOptions, real.HandleRedirectPromiseOptions>,
  Takes<door.Configuration, real.Configuration>,
  Takes<door.AccountInfo, real.AccountInfo>,
];

/** What pages do with what they get. */
export type Results = [
  Takes<real.AuthenticationResult, door.AuthenticationResult>,
  Takes<real.AccountInfo, door.AccountInfo>,
];

type None<Type extends never> = Type;
type First<Call> = Call extends (...parameters: infer Given) => unknown ? Given[0] : never;
type Method = Exclude<keyof real.IPublicClientApplication & keyof door.PublicClientApplication, 'addEventCallback'>;
type Refusing = {
  [Name in Method]: First<real.IPublicClientApplication[Name]> extends First<door.PublicClientApplication[Name]>
    ? never
    : Name;
}[Method];

/** No method refuses what that of MSAL.js takes first, but for callbacks: those are told ours. */
export type Methods = None<Refusing>;

/** Names of members that requests of MSAL.js 5 do not have: those of earlier majors, which pages still say. */
type Own<Ours, Theirs> = Exclude<keyof Ours, keyof Theirs>;
const own: {
  readonly silent: Own<door.SilentRequest, real.SilentRequest>[];
  readonly popup: Own<door.PopupRequest, real.PopupRequest>[];
  readonly redirect: Own<door.RedirectRequest, real.RedirectRequest>[];
  readonly leaving: Own<door.EndSessionRequest, real.EndSessionRequest>[];
} = { silent: [], popup: [], redirect: ['onRedirectNavigate'], leaving: ['onRedirectNavigate'] };

test('the compiler has judged the types of the door; members that are its own are these', () => {
  assert.deepEqual(Object.values(own).flat(), ['onRedirectNavigate', 'onRedirectNavigate']);
});
