import { createFakeClock, createFakeTransport, type FakeReply, type ScriptedReply } from '@holdfast/testing';
import type {
  ManagedIdentityQuestion,
  ManagedIdentitySourceOptions,
} from '../../src/managed-identity-source/managed-identity-source.ts';
import { openManagedIdentitySource } from '../../src/managed-identity-source/managed-identity-source.ts';

export const secretHeader = '8f3b6f1e-2d0c-4f7a-9b57-0c6a8a1d2e3f';
export const pin = '0123456789ABCDEF0123456789abcdef01234567';

/** What each platform sets. */
export const environments = {
  imds: {},
  'app-service': { IDENTITY_ENDPOINT: 'http://127.0.0.1:41741/msi/token', IDENTITY_HEADER: secretHeader },
  'service-fabric': {
    IDENTITY_ENDPOINT: 'https://localhost:2377/metadata/identity/oauth2/token',
    IDENTITY_HEADER: secretHeader,
    IDENTITY_SERVER_THUMBPRINT: pin,
  },
} as const;

export type OfferedSource = keyof typeof environments;

export const question: ManagedIdentityQuestion = {
  resource: 'https://vault.azure.net',
  capabilities: [],
  correlationId: '11111111-2222-4333-8444-555555555555',
};

export const clockStart = 1_900_000_000_000;
export const token = 'header.payload.signature';

/** A good reply as IMDS writes it: numbers as text. */
export const goodReply: FakeReply = {
  json: { access_token: token, expires_on: `${clockStart / 1000 + 3600}`, resource: 'r', token_type: 'Bearer' },
};

/** A source over a scripted transport and a clock that moves only while the source pauses. */
export function openScripted(
  source: OfferedSource,
  replies: ScriptedReply | readonly ScriptedReply[],
  options: Partial<ManagedIdentitySourceOptions> = {},
) {
  const clock = createFakeClock(clockStart);
  const pauses: number[] = [];
  const transport = createFakeTransport({ '*': replies });
  const opened = openManagedIdentitySource({
    identity: { kind: 'system' },
    environment: environments[source],
    hasFile: () => false,
    clock,
    sleep: async (milliseconds, signal) => {
      signal.throwIfAborted();
      pauses.push(milliseconds);
      clock.advance(milliseconds / 1000);
    },
    transport,
    openPinned: () => Object.assign((request: Request) => transport(request), { close: async () => undefined }),
    ...options,
  });
  const ask = (part: Partial<ManagedIdentityQuestion> = {}, signal = new AbortController().signal) =>
    opened.requestToken({ ...question, ...part }, signal);
  return { source: opened, ask, clock, pauses, requests: transport.requests };
}
