import type { FaultService } from '@holdfast/authority';
import { decodeUtf8, isJsonObject, type JsonObject, type JsonValue, parseStrictJsonObject } from '@holdfast/core';
import { parseHeaderLine } from '../call/header-lines.ts';
import { CommandLineInvalid } from '../errors/command-line-invalid.ts';
import { InputRefused } from '../errors/input-refused.ts';
import { readInput, readTextInput } from '../reading/read-input.ts';
import type { FaultPreset } from './fault-names.ts';
import { describePreset, isAboutCertificates, presetPathOf, serviceOf } from './fault-presets.ts';

/** Flags that say what goes wrong, and for which requests. */
export interface FaultFlags {
  readonly service?: FaultService | undefined;
  readonly preset?: FaultPreset | undefined;
  /** File with a whole fault as JSON, `-` for stdin. */
  readonly from?: string | undefined;
  readonly status?: number | undefined;
  /** `Name: value`. */
  readonly header?: readonly string[] | undefined;
  /** File with the body, `-` for stdin. */
  readonly body?: string | undefined;
  /** Milliseconds. */
  readonly delay?: number | undefined;
  readonly reset?: boolean | undefined;
  /** Seconds. */
  readonly retryAfter?: number | undefined;
  readonly times?: number | undefined;
  readonly path?: string | undefined;
  readonly method?: string | undefined;
}

// A little less than the admin service reads.
const longestInput = 60_000;

/**
 * Builds the order to the admin service from a preset and flags, or from a file. A flag takes the place of what the preset says.
 *
 * Not checked: whether the fault makes sense; the admin service says so.
 *
 * @throws {@link CommandLineInvalid} `ERR_COMMAND_LINE` when no service is named, or nothing that goes wrong, or something beside `--from`
 * @throws {@link InputRefused} `ERR_SETTINGS_VALUE`, `ERR_INPUT_UNREADABLE`, `ERR_INPUT_TOO_LARGE`
 */
export async function buildFault(flags: FaultFlags): Promise<JsonObject> {
  const { preset, from, header = [], retryAfter, body, path, method, times } = flags;
  if (from !== undefined) return readFault(flags);
  if (flags.service === undefined) throw new CommandLineInvalid('name a service, or clear, or give --from');
  if ([preset, flags.status, flags.delay, flags.reset].every((wish) => wish === undefined)) {
    throw new CommandLineInvalid('name a preset, or say what goes wrong with --status, --delay or --reset');
  }
  const service = serviceOf(preset, flags.service);
  const takesCertificates = service === 'mtls-sts' || service === 'imds';
  if (preset !== undefined && isAboutCertificates(preset) && !takesCertificates) {
    throw new CommandLineInvalid('certificates are refused by sts, mtls-sts and imds');
  }
  const usual = preset === undefined ? {} : describePreset(preset, service);
  const headers = {
    ...(isJsonObject(usual['headers']) ? usual['headers'] : {}),
    ...Object.fromEntries(header.map(parseHeaderLine).map(([name, value]) => [name.toLowerCase(), value])),
    ...present({ 'retry-after': retryAfter?.toString() }),
  };
  return {
    service,
    match: present({ path: path ?? (preset === undefined ? undefined : presetPathOf(preset, service)), method }),
    ...usual,
    ...present({ status: flags.status, delayMs: flags.delay, reset: flags.reset, times }),
    ...(body === undefined ? {} : { body: await readTextInput(body, { name: '--body', maxBytes: longestInput }) }),
    headers,
  };
}

async function readFault({ from = '', ...others }: FaultFlags): Promise<JsonObject> {
  if (Object.values(others).some((value) => value !== undefined)) {
    throw new CommandLineInvalid('--from holds the whole fault');
  }
  const bytes = await readInput(from, { name: '--from', maxBytes: longestInput });
  try {
    return parseStrictJsonObject(decodeUtf8(bytes));
  } catch (cause) {
    throw new InputRefused('ERR_SETTINGS_VALUE', { detail: '--from holds one JSON object', cause });
  }
}

function present(members: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(members).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined),
  );
}
