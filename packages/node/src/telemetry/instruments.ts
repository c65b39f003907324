import type { TelemetryAttributes, TelemetryInstrument, TelemetryMeter } from './sink-options.ts';

/** An instrument, and whether it counts or measures. */
export interface InstrumentDescription extends TelemetryInstrument {
  readonly kind: 'counter' | 'histogram';
}

/** Name of an instrument. */
export type InstrumentName =
  | 'holdfast.token.acquisitions'
  | 'holdfast.token.acquisition.duration'
  | 'holdfast.key.generation.duration'
  | 'holdfast.certificate.issue.duration'
  | 'holdfast.retries'
  | 'holdfast.binding.failures'
  | 'holdfast.revoked_tokens.refused'
  | 'holdfast.api.requests'
  | 'holdfast.events'
  | 'MsalMsiCounter';

/** Every instrument, and what its figures mean. */
export const instruments: Readonly<Record<InstrumentName, InstrumentDescription>> = {
  'holdfast.token.acquisitions': {
    kind: 'counter',
    unit: '{acquisition}',
    description: 'Tokens that callers got, and requests for tokens that failed',
  },
  'holdfast.token.acquisition.duration': {
    kind: 'histogram',
    unit: 'ms',
    description: 'What a caller waited for a token or for a failure',
  },
  'holdfast.key.generation.duration': {
    kind: 'histogram',
    unit: 'ms',
    description: 'What making a proof key or a machine key took',
  },
  'holdfast.certificate.issue.duration': {
    kind: 'histogram',
    unit: 'ms',
    description: 'What getting a certificate of a managed identity took',
  },
  'holdfast.retries': {
    kind: 'counter',
    unit: '{retry}',
    description: 'Requests that were made once more',
  },
  'holdfast.binding.failures': {
    kind: 'counter',
    unit: '{failure}',
    description: 'Tokens and requests that were refused because a binding, a certificate or a proof did not match',
  },
  'holdfast.revoked_tokens.refused': {
    kind: 'counter',
    unit: '{token}',
    description: 'Revoked tokens that were refused: by an API, or by a client that was given one again',
  },
  'holdfast.api.requests': {
    kind: 'counter',
    unit: '{request}',
    description: 'Requests that an API authenticated or refused',
  },
  'holdfast.events': {
    kind: 'counter',
    unit: '{event}',
    description: 'Everything that was told, by name',
  },
  MsalMsiCounter: {
    kind: 'counter',
    unit: '{acquisition}',
    description: 'Requests for tokens of managed identities, and what became of their credential',
  },
};

/** One figure for one instrument. */
export interface Measurement {
  readonly instrument: InstrumentName;
  readonly value: number;
  readonly attributes: TelemetryAttributes;
}

/** Makes the instruments of a meter; gives the function that writes figures to them. */
export function openInstruments(meter: TelemetryMeter): (measurement: Measurement) => void {
  const writers = new Map(Object.entries(instruments).map(([name, described]) => [name, open(meter, name, described)]));
  return ({ instrument, value, attributes }) => writers.get(instrument)?.(value, attributes);
}

function open(meter: TelemetryMeter, name: string, { kind, ...described }: InstrumentDescription) {
  if (kind === 'counter') {
    const counter = meter.createCounter(name, described);
    return (value: number, attributes: TelemetryAttributes) => counter.add(value, attributes);
  }
  const histogram = meter.createHistogram(name, described);
  return (value: number, attributes: TelemetryAttributes) => histogram.record(value, attributes);
}
