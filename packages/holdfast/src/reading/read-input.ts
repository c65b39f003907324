import { open } from 'node:fs/promises';
import { InputRefused } from '../errors/input-refused.ts';

/** Which input is read, and how much of it. */
export interface InputLimits {
  /** The flag or argument that named it, for messages. */
  readonly name: string;
  readonly maxBytes: number;
}

/**
 * Reads a file, or stdin for `-`, up to a limit.
 *
 * @throws {@link InputRefused} `ERR_INPUT_UNREADABLE`, `ERR_INPUT_TOO_LARGE`
 */
export async function readInput(path: string, limits: InputLimits): Promise<Buffer> {
  if (path === '-') return collect(process.stdin, limits);
  try {
    const file = await open(path);
    return await collect(file.createReadStream(), limits);
  } catch (error) {
    if (error instanceof InputRefused) throw error;
    throw new InputRefused('ERR_INPUT_UNREADABLE', { detail: describe(limits.name, error) });
  }
}

/** Reads a file as text without the line break at its end. */
export async function readTextInput(path: string, limits: InputLimits): Promise<string> {
  return (await readInput(path, limits)).toString('utf8').replace(/\r?\n$/, '');
}

async function collect(stream: AsyncIterable<Buffer>, { name, maxBytes }: InputLimits): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.byteLength;
    if (length > maxBytes) throw new InputRefused('ERR_INPUT_TOO_LARGE', { detail: `${name}, ${maxBytes} bytes` });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

// The system's own word for it, never the path, which may be a secret that was meant for another flag.
function describe(name: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return `${name}, ${code}`;
}
