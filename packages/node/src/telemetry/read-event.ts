import type { Measurement } from './instruments.ts';
import { type EventFacts, knownWords, readCode, readDuration, readWhole, readWord } from './known-words.ts';
import { readMsalMsiTags } from './msal-msi-counter.ts';
import type { TelemetryAttributes } from './sink-options.ts';

/** What is known words of an event, and the figures that it makes. */
export interface Reading {
  readonly attributes: TelemetryAttributes;
  readonly measurements: readonly Measurement[];
}

/** Reads one kind of event. */
type Reader = (event: EventFacts) => Reading;

const outcome = 'holdfast.outcome';
const errorType = 'error.type';

/** Readers of the events that make figures of their own; the others are counted by their names only. */
export const readers: Readonly<Record<string, Reader>> = {
  'token.acquired': (event) => {
    const attributes = { ...readSubject(event), [outcome]: 'success' };
    const timed = without(attributes, 'holdfast.reason');
    return reading(attributes, [
      count('holdfast.token.acquisitions', attributes),
      ...time('holdfast.token.acquisition.duration', event, timed),
    ]);
  },
  'token.failed': (event) => {
    const attributes = {
      ...readSubject(event),
      [outcome]: 'failure',
      ...known({ [errorType]: readCode(event['code']) }),
    };
    const timed = without(attributes, 'holdfast.reason', errorType);
    return reading(attributes, [
      count('holdfast.token.acquisitions', attributes),
      ...time('holdfast.token.acquisition.duration', event, timed),
      ...countRefusals(event['code'], 'client'),
    ]);
  },
  'key.generated': (event) => {
    const attributes = readKeyType(event);
    return reading(attributes, time('holdfast.key.generation.duration', event, attributes));
  },
  'credential.issued': (event) => {
    const reason = readWord(event['reason'], knownWords.mintReasons);
    const attributes = { ...readKeyType(event), ...known({ 'holdfast.reason': reason }) };
    return reading(attributes, time('holdfast.certificate.issue.duration', event, attributes));
  },
  'credential.outcome': (event) => {
    const tags = readMsalMsiTags(event);
    const what = readWord(event['outcome'], knownWords.credentialOutcomes);
    const attributes = { ...readSource(event['source']), ...known({ [outcome]: what }), ...readKeyType(event) };
    return reading(attributes, tags === undefined ? [] : [count('MsalMsiCounter', { ...tags })]);
  },
  'credential.retried': (event) => countRetry(event, 'credential'),
  'certificate.retried': (event) => countRetry(event, 'certificate'),
  'managed-identity.retried': (event) => countRetry(event, 'managed-identity'),
  'request.authenticated': (event) => {
    const scheme = readWord(event['scheme'], knownWords.schemes);
    const binding = readWord(event['binding'], knownWords.bindings);
    const attributes = known({ [outcome]: 'authenticated', 'holdfast.scheme': scheme, 'holdfast.binding': binding });
    return reading(attributes, [count('holdfast.api.requests', attributes)]);
  },
  'request.refused': (event) => {
    const status = readWhole(event['status'], 599);
    const code = readCode(event['code']);
    const attributes = known({ [outcome]: 'refused', [errorType]: code, 'http.response.status_code': status });
    return reading(attributes, [count('holdfast.api.requests', attributes), ...countRefusals(event['code'], 'api')]);
  },
  'token.revoked-used': (event) => {
    const attributes = known({
      'holdfast.side': 'api',
      'holdfast.kind': readWord(event['kind'], knownWords.revokedKinds),
    });
    return reading(attributes, [count('holdfast.revoked_tokens.refused', attributes)]);
  },
};

function reading(attributes: TelemetryAttributes, measurements: readonly Measurement[]): Reading {
  return { attributes, measurements };
}

function readSubject({
  scheme,
  source,
  refreshReason,
  managedIdentitySource,
}: EventFacts): Record<string, string | number> {
  return {
    ...known({
      'holdfast.scheme': readWord(scheme, knownWords.schemes),
      'holdfast.token.source': readWord(source, knownWords.origins),
      'holdfast.reason': readWord(refreshReason, knownWords.refreshReasons),
    }),
    ...readSource(managedIdentitySource),
  };
}

function readSource(source: unknown): Record<string, string | number> {
  return known({ 'holdfast.identity.source': readWord(source, knownWords.identitySources) });
}

function readKeyType({ keyType }: EventFacts): Record<string, string | number> {
  return known({ 'holdfast.key.type': readWord(keyType, knownWords.keyTypes) });
}

function countRetry(event: EventFacts, what: string): Reading {
  const attributes = { 'holdfast.retried': what, ...readSource(event['source']) };
  return reading(attributes, [count('holdfast.retries', attributes)]);
}

// What a client says of a reply, and an API of a request, that is not bound as it must be.
const bindingCodes =
  /^ERR_(?:TOKEN_NOT_BOUND|TOKEN_TYPE_DOWNGRADED|BINDING_[A-Z_]+|CERTIFICATE_[A-Z_]+|PROOF_SIGNATURE)$/;

function countRefusals(code: unknown, side: 'client' | 'api'): readonly Measurement[] {
  if (side === 'client' && code === 'ERR_REVOKED_TOKEN_REPEATED') {
    return [count('holdfast.revoked_tokens.refused', { 'holdfast.side': side, 'holdfast.kind': 'token' })];
  }
  if (typeof code !== 'string' || !bindingCodes.test(code)) return [];
  return [count('holdfast.binding.failures', { 'holdfast.side': side, [errorType]: readCode(code) ?? 'other' })];
}

function count(instrument: Measurement['instrument'], attributes: TelemetryAttributes): Measurement {
  return { instrument, value: 1, attributes };
}

function time(
  instrument: Measurement['instrument'],
  event: EventFacts,
  attributes: TelemetryAttributes,
): readonly Measurement[] {
  const value = readDuration(event['tookMs']);
  return value === undefined ? [] : [{ instrument, value, attributes }];
}

// A histogram has a series of many figures for each set of attributes.
function without(attributes: TelemetryAttributes, ...names: readonly string[]): TelemetryAttributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name)));
}

function known(attributes: Readonly<Record<string, string | number | undefined>>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(attributes).filter((pair): pair is [string, string | number] => pair[1] !== undefined),
  );
}
