import { HoldfastError, isJsonObject, type JsonObject, type JsonValue, parseStrictJson } from '@holdfast/core';
import { type Finding, verdict } from '../facts/finding.ts';

/** What could be made of a JSON text. */
export interface LooseJson {
  /** Undefined where even a tolerant reader gives up. */
  readonly value: JsonValue | undefined;
  readonly findings: readonly Finding[];
}

const longest = 262_144;
// Beyond these nothing is explained: the platform's parser takes any depth, and its readers recurse.
const tooMuch: ReadonlySet<string> = new Set(['ERR_JSON_TOO_LARGE', 'ERR_JSON_TOO_DEEP', 'ERR_JSON_SYNTAX']);

/** Reads JSON as the strict parser does, and where that refuses, as everybody else does, with the verdict. */
export function readLooseJson(text: string): LooseJson {
  try {
    return { value: parseStrictJson(text, { maxLength: longest }), findings: [] };
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error;
    const refused = verdict(error);
    if (tooMuch.has(error.code)) return { value: undefined, findings: [refused] };
    const twice = findRepeatedName(text);
    const named = twice === undefined ? refused : { ...refused, message: `${refused.message} (${twice})` };
    return { value: JSON.parse(text) as JsonValue, findings: [named] };
  }
}

/** The same for what must be an object. */
export function readLooseObject(text: string): {
  readonly value: JsonObject | undefined;
  readonly findings: readonly Finding[];
} {
  const { value, findings } = readLooseJson(text);
  return { value: isJsonObject(value) ? value : undefined, findings };
}

const nameOrBracket = /"((?:[^"\\]|\\.)*)"(\s*:)?|[{}]/gs;

// Runs on text that the platform's parser took. Only to tell which name it is: the strict parser has decided already.
function findRepeatedName(text: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [token, literal = '', colon] of text.matchAll(nameOrBracket)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (colon !== undefined) {
      const name = JSON.parse(`"${literal}"`) as string;
      const names = open.at(-1);
      if (names?.has(name)) return name.slice(0, 40);
      names?.add(name);
    }
  }
  return undefined;
}
