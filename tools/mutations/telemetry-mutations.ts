// waiver: a table of data, one row per defence.
import type { Mutation, Witness } from './mutation.ts';

const src = 'packages/node/src/telemetry';
const witness =
  (name: string) =>
  (title: string): Witness => ({ file: `packages/node/test/telemetry/${name}.test.ts`, title });
const secrets = witness('secrets');
const sink = witness('telemetry-sink');
const counter = witness('msal-msi-counter');
const identities = witness('managed-identity');
const wire: Witness = {
  file: 'packages/node/test/client-headers/on-the-wire.test.ts',
  title: 'sendClientHeaders: false leaves every one of them out',
};

/** Defences of telemetry: what is told to whom, and what never is. */
export const telemetryMutations: readonly Mutation[] = [
  {
    name: 'node: an attribute repeats whatever word an event holds',
    file: `${src}/known-words.ts`,
    defence: `return typeof value === 'string' && words.has(value) ? value : 'other';`,
    replacement: `return typeof value === 'string' ? value : 'other';`,
    killedBy: [secrets('every event there is, with the canary in every member: no word is believed')],
  },
  {
    name: 'node: an attribute repeats whatever code an event holds',
    file: `${src}/known-words.ts`,
    defence: `return typeof value === 'string' && /^ERR_[A-Z0-9_]{1,60}$/.test(value) ? value : 'other';`,
    replacement: `return typeof value === 'string' ? value : 'other';`,
    killedBy: [secrets('every event there is, with the canary in every member: no word is believed')],
  },
  {
    name: 'node: an event brings its own name into an attribute',
    file: `${src}/telemetry-sink.ts`,
    defence: `const event = eventNames.has(name) ? name : 'other';`,
    replacement: 'const event = name;',
    killedBy: [secrets('events that are none of ours, whatever their name and shape')],
  },
  {
    name: 'node: one instrument that fails takes the others along',
    file: `${src}/telemetry-sink.ts`,
    defence: 'writeMeasurements(createEventSink(openInstruments(meter)))',
    replacement: 'writeMeasurements(openInstruments(meter))',
    killedBy: [sink('what fails behind it harms neither the caller nor the other half')],
  },
  {
    name: 'node: calls that never end are remembered for ever',
    file: `${src}/pending-events.ts`,
    defence: 'if (calls.size > mostCalls && oldest !== undefined) calls.delete(oldest);',
    replacement: 'void oldest;',
    killedBy: [sink('calls that never end are forgotten')],
  },
  {
    name: 'node: MsalMsiCounter takes any key type',
    file: `${src}/msal-msi-counter.ts`,
    defence: 'const isKeyType = keyType === undefined || knownWords.keyTypes.has(keyType as string);',
    replacement: 'const isKeyType = true;',
    killedBy: [counter('an event with a word that is not on the lists is not counted at all')],
  },
  {
    name: 'node: an identity that is not there has no outcome',
    file: 'packages/node/src/managed-identity-source/tell-question.ts',
    defence: `if (notFound.has(code)) tell('not-found', code);
      else if`,
    replacement: 'if',
    killedBy: [identities('nobody answers: Not found')],
  },
  {
    name: 'node: an authority is told what it was not to be told',
    file: 'packages/node/src/confidential/parse-options.ts',
    defence: 'tokenRequestHeaders: parseSendClientHeaders(options.sendClientHeaders)',
    replacement: 'tokenRequestHeaders: parseSendClientHeaders(options.sendClientHeaders) || true',
    killedBy: [wire],
  },
];
