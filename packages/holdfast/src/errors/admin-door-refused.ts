import { HoldfastError } from '@holdfast/core';
import { type CommandLineErrorCode, commandLineErrors } from './catalog.ts';

/** Codes of {@link AdminDoorRefused}. */
export type AdminDoorCode = Extract<CommandLineErrorCode, `ERR_ADMIN_DOOR_${string}`>;

/** A running `holdfast up` is not found, does not answer, or says no. */
export class AdminDoorRefused extends HoldfastError<AdminDoorCode> {
  /** What the admin service said, in its own words, which hold nothing of the request. */
  readonly description: string | undefined;

  constructor(code: AdminDoorCode, options: { readonly said?: string | undefined; readonly cause?: unknown } = {}) {
    super(code, commandLineErrors[code], { cause: options.cause });
    this.description = options.said;
  }
}
