import { stat } from 'node:fs/promises';
import { exitCodes } from '../errors/exit-codes.ts';
import { InputRefused } from '../errors/input-refused.ts';
import { readInput } from '../reading/read-input.ts';
import type { Environment } from '../settings/env-text.ts';
import { reportRefusal } from '../terminal/report.ts';
import { columnsOf, createStyle } from '../terminal/style.ts';
import { type Explanation, flatten } from './facts/explanation.ts';
import { type Subject, subjectOf } from './facts/kind.ts';
import { explain } from './kinds/explain.ts';
import { type QuestionFlags, readQuestion } from './read-question.ts';
import { showJson } from './show/show-json.ts';
import { showPlain } from './show/show-plain.ts';

/** What `holdfast inspect` was asked. */
export interface InspectFlags extends QuestionFlags {
  /** The thing itself, a file, or `-` for stdin. */
  readonly input?: string | undefined;
  readonly json?: boolean | undefined;
}

const longestInput = 524_288;

/**
 * Explains one thing and says what is wrong with it.
 *
 * @returns the exit code: ok when nothing is wrong
 */
export async function runInspect(flags: InspectFlags, environment: Environment): Promise<number> {
  try {
    const subject = await readSubject(flags.input ?? '-');
    const explanation = await explain(subject, await readQuestion(flags, environment));
    const page = { columns: columnsOf(process.stdout), style: createStyle(process.stdout) };
    process.stdout.write(flags.json === true ? showJson(explanation) : showPlain(explanation, page));
    return isWrong(explanation) ? exitCodes.refused : exitCodes.ok;
  } catch (error) {
    return reportRefusal(error, { command: 'holdfast inspect', json: flags.json === true });
  }
}

function isWrong(explanation: Explanation): boolean {
  return flatten(explanation).some(({ findings }) => findings.some(({ severity }) => severity === 'error'));
}

async function readSubject(input: string): Promise<Subject> {
  const isFile = input === '-' || (await isReadableFile(input));
  if (!isFile) return checked(subjectOf(input));
  const bytes = await readInput(input, { name: 'the input', maxBytes: longestInput });
  return checked({ bytes, text: toText(bytes) });
}

function checked(subject: Subject): Subject {
  if (!subject.bytes.some(isNoBlank)) throw new InputRefused('ERR_SETTINGS_VALUE', { detail: 'the input is empty' });
  if (subject.bytes.length > longestInput) throw new InputRefused('ERR_INPUT_TOO_LARGE', { detail: 'the input' });
  return subject;
}

function isNoBlank(byte: number): boolean {
  return byte !== 0x20 && (byte < 0x09 || byte > 0x0d);
}

// A token is longer than any path, and the system says so with an error.
async function isReadableFile(path: string): Promise<boolean> {
  try {
    const found = await stat(path);
    return !found.isDirectory();
  } catch {
    return false;
  }
}

function toText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim();
  } catch {
    return '';
  }
}
