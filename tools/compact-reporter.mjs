import { relative } from 'node:path';
import { inspect } from 'node:util';

const outputLimit = 4_000;
const failureLimit = 6_000;
const endLimit = 1_500;

/**
 * Reporter for logs: one line per test file, each failure in full where it happens and in brief at the end, because a log is often shown by its
 * last lines alone, and the runner's own closing summary last.
 */
// biome-ignore lint/style/noDefaultExport: the runner loads a reporter by its default export.
export default async function* compactReporter(source) {
  const state = { names: new Map(), outputs: new Map(), failures: [] };
  for await (const { type, data } of source) {
    const text = describe(type, data, state);
    if (text !== undefined) yield text;
  }
}

function describe(type, data, state) {
  switch (type) {
    case 'test:start':
      remember(data, state);
      return undefined;
    case 'test:fail':
      return describeFailure(data, state);
    case 'test:stdout':
    case 'test:stderr':
      state.outputs.set(data.entryFile, `${state.outputs.get(data.entryFile) ?? ''}${data.message}`);
      return undefined;
    case 'test:summary':
      return data.file === undefined ? undefined : describeFile(data, state);
    case 'test:plan':
      return isClosing(data) ? listFailures(state) : undefined;
    case 'test:diagnostic':
      return isClosing(data) ? `ℹ ${data.message}\n` : undefined;
    default:
      return undefined;
  }
}

// What belongs to the whole run names no file.
function isClosing(data) {
  return data.nesting === 0 && data.file === undefined;
}

function remember({ nesting, name, entryFile }, { names }) {
  names.set(entryFile, [...(names.get(entryFile) ?? []).slice(0, nesting), name]);
}

function describeFile({ file, counts, duration_ms }, state) {
  // A run by name passes over most files.
  if (counts.tests === 0) return takeOutput(file, state);
  const skipped = counts.skipped + counts.todo;
  const parts = [`${counts.passed} passed`];
  if (counts.failed + counts.cancelled > 0) parts.push(`${counts.failed + counts.cancelled} failed`);
  if (skipped > 0) parts.push(`${skipped} skipped`);
  const line = `${counts.failed + counts.cancelled > 0 ? '✖' : '✔'} ${place(file)}: ${parts.join(', ')} (${(duration_ms / 1000).toFixed(1)} s)\n`;
  return line + takeOutput(file, state);
}

function describeFailure(data, state) {
  const { error, duration_ms } = data.details;
  if (error.failureType === 'subtestsFailed') return undefined;
  if (data.todo !== undefined && data.todo !== false) return undefined;
  const path = (state.names.get(data.entryFile) ?? []).slice(0, data.nesting).concat(data.name).join(' › ');
  const where = data.file === undefined ? '' : `${place(data.file)}:${data.line}`;
  const told = withoutRunnerFrames(tell(error.cause ?? error));
  state.failures.push(`${where}  ${path}\n${indent(shorten(told, endLimit))}`);
  // A file that fails before its first test has no summary of its own: its output says why.
  return `✖ ${path} (${duration_ms.toFixed(0)} ms)\n  ${where}\n${indent(shorten(told, failureLimit))}\n${data.entryFile === undefined ? takeOutput(data.file, state) : ''}`;
}

// The message of an assertion shows the difference already; its properties would show both values again.
function tell(cause) {
  if (cause?.code === 'ERR_ASSERTION' && cause.generatedMessage && typeof cause.stack === 'string') return cause.stack;
  return inspect(cause, { colors: false, depth: 6, breakLength: 120 });
}

function listFailures({ failures }) {
  return failures.length === 0 ? undefined : `\nfailing tests:\n${failures.map((line) => `✖ ${line}\n`).join('')}\n`;
}

function takeOutput(file, { outputs }) {
  const output = outputs.get(file)?.trimEnd() ?? '';
  outputs.delete(file);
  return output === '' ? '' : `${indent(shorten(output, outputLimit))}\n`;
}

function place(file) {
  return relative(process.cwd(), file);
}

function withoutRunnerFrames(text) {
  return text.replace(/\n +at .*node:(?:internal|async_hooks).*/g, '');
}

function shorten(text, limit) {
  return text.length <= limit ? text : `${text.slice(0, limit)}\n… ${text.length - limit} more characters`;
}

function indent(text) {
  return text.replace(/^/gm, '    ');
}
