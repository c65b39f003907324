import { type ErrorDetails, HoldfastError } from '@holdfast/core';
import { downstreamErrors } from './catalog-downstream.ts';

/** Codes of {@link DownstreamRefused}. */
export type DownstreamRefusedCode = Exclude<
  keyof typeof downstreamErrors,
  'ERR_DOWNSTREAM_STATUS' | 'ERR_DOWNSTREAM_SETTINGS'
>;

/** A call could not be sent as it was meant, or its answer could not be read. */
export class DownstreamRefused extends HoldfastError<DownstreamRefusedCode> {
  constructor(code: DownstreamRefusedCode, options?: ErrorDetails) {
    super(code, downstreamErrors[code], options);
  }
}

/** What is known of an answer that is no success. */
export interface DownstreamAnswer {
  /** HTTP status. */
  readonly status: number;
  /** Media type of the body, as it came. */
  readonly contentType: string | undefined;
  /** The beginning of the body. */
  readonly body: string;
}

/** The API answered with a status that is no success. */
export class DownstreamFailed extends HoldfastError<'ERR_DOWNSTREAM_STATUS'> {
  /** HTTP status. */
  readonly status: number;
  /** Private, because it came over the network: no log and no copy of the error carries it along. */
  readonly #answer: DownstreamAnswer;

  constructor(answer: DownstreamAnswer) {
    super('ERR_DOWNSTREAM_STATUS', downstreamErrors.ERR_DOWNSTREAM_STATUS, { detail: `status ${answer.status}` });
    this.status = answer.status;
    this.#answer = answer;
  }

  /** Media type of the body, as it came. */
  get contentType(): string | undefined {
    return this.#answer.contentType;
  }

  /** The beginning of the body, at most 4,096 characters. */
  get body(): string {
    return this.#answer.body;
  }
}

/** Settings of an API or its client cannot be read. */
export class DownstreamSettingsInvalid extends HoldfastError<'ERR_DOWNSTREAM_SETTINGS'> {
  constructor(options?: ErrorDetails) {
    super('ERR_DOWNSTREAM_SETTINGS', downstreamErrors.ERR_DOWNSTREAM_SETTINGS, options);
  }
}
