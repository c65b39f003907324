import type { ts } from '../syntax/parse.ts';

/** The texts of a type that is one text or a choice of texts, in alphabetical order; undefined for any other type. */
export function wordsOf(type: ts.Type): readonly string[] | undefined {
  const parts = type.isUnion() ? type.types : [type];
  const words = parts.map((part) => (part.isStringLiteral() ? part.value : undefined));
  const found = words.filter((word) => word !== undefined);
  return found.length === words.length && found.length > 0 ? found.sort() : undefined;
}

/** The codes an error class can have; undefined for a class whose `code` is any text. */
export function codesOfClass(type: ts.Type, checker: ts.TypeChecker): readonly string[] | undefined {
  const code = checker.getPropertyOfType(type, 'code');
  return code === undefined ? undefined : wordsOf(checker.getTypeOfSymbol(code));
}
