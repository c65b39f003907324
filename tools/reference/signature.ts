import { type Docstring, parameterTexts } from '../docs/docstring.ts';
import { ts } from '../syntax/parse.ts';
import { plainType } from './type-text.ts';

/** A parameter as a caller sees it. */
export interface Parameter {
  readonly name: string;
  /** It has a default, or a question mark. */
  readonly optional: boolean;
  readonly isRest: boolean;
  readonly type: ts.TypeNode | undefined;
}

/** What can be called: a function, a method, or the type of one. */
export type Callable = ts.FunctionDeclaration | ts.MethodSignature | ts.MethodDeclaration | ts.FunctionTypeNode;

const widest = 100;

/** Parameters of a callable; one that is taken apart on entry has the name that its `@param` uses, or `options`. */
export function parametersOf(callable: Callable, docstring: Docstring): readonly Parameter[] {
  const plain = callable.parameters.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
  const spare = [...parameterTexts(docstring).keys()]
    .map((name) => name.split('.')[0] ?? '')
    .find((name) => !plain.includes(name));
  return callable.parameters.map(({ name, questionToken, initializer, dotDotDotToken, type }) => ({
    name: ts.isIdentifier(name) ? name.text.replace(/^_/, '') : (spare ?? 'options'),
    optional: questionToken !== undefined || initializer !== undefined,
    isRest: dotDotDotToken !== undefined,
    type,
  }));
}

/** `name(parameters): Result`, a parameter to a line where one line is too long. */
export function signatureOf(name: string, callable: Callable, docstring: Docstring): string {
  const parameters = parametersOf(callable, docstring).map(parameterText);
  const head = `${name}${typeParameters(callable)}`;
  const result = callable.type === undefined ? '' : `: ${plainType(callable.type)}`;
  const line = `${head}(${parameters.join(', ')})${result}`;
  if (line.length <= widest || parameters.length === 0) return line;
  return [`${head}(`, ...parameters.map((one) => `  ${one},`), `)${result}`].join('\n');
}

/** The same on one line, without a name: `(parameters) => Result`. */
export function arrowOf(callable: Callable, docstring: Docstring): string {
  const parameters = parametersOf(callable, docstring).map(parameterText).join(', ');
  return `${typeParameters(callable)}(${parameters}) => ${callable.type === undefined ? 'void' : plainType(callable.type)}`;
}

function parameterText({ name, optional, isRest, type }: Parameter): string {
  return `${isRest ? '...' : ''}${name}${optional ? '?' : ''}: ${type === undefined ? 'unknown' : plainType(type)}`;
}

function typeParameters({ typeParameters: own }: Callable): string {
  return own === undefined ? '' : `<${own.map((one) => one.getText().replace(/\s+/g, ' ')).join(', ')}>`;
}
