import { type Docstring, docstringOf } from '../docs/docstring.ts';
import { ts } from '../syntax/parse.ts';
import type { Callable } from './signature.ts';

/** A member of an interface, a class or an object type. */
export interface Member {
  /** With the names of the objects it is in: `proofKeys.poolSize`, `tenants[].id`. */
  readonly name: string;
  readonly optional: boolean;
  readonly type: ts.TypeNode | undefined;
  /** There for a method. A function that a caller puts in as a value has a type like any other. */
  readonly callable: Callable | undefined;
  readonly docstring: Docstring;
  readonly node: ts.Node;
}

type MemberNode = ts.PropertySignature | ts.MethodSignature | ts.PropertyDeclaration | ts.MethodDeclaration;

/** Public members of a type, those it inherits among them; where an object type is written out inside, its members follow. */
export function membersOf(type: ts.Type, checker: ts.TypeChecker): readonly Member[] {
  return checker.getPropertiesOfType(type).flatMap((property) => {
    const node = property.declarations?.find(isMember);
    return node === undefined || !isOurs(node) || isHidden(node) ? [] : membersFrom(node, '');
  });
}

/** Members of an object type that is written out. */
export function writtenMembers(type: ts.TypeLiteralNode, prefix: string = ''): readonly Member[] {
  return type.members.flatMap((node) => (isMember(node) ? membersFrom(node, prefix) : []));
}

/** The object type that is written out in a type: itself, or that of the entries of a list. */
export function writtenObject(
  type: ts.TypeNode | undefined,
): { readonly literal: ts.TypeLiteralNode; readonly isList: boolean } | undefined {
  if (type === undefined) return undefined;
  if (ts.isTypeLiteralNode(type)) return { literal: type, isList: false };
  if (ts.isParenthesizedTypeNode(type) || ts.isTypeOperatorNode(type)) return writtenObject(type.type);
  if (ts.isArrayTypeNode(type)) {
    const inner = writtenObject(type.elementType);
    return inner === undefined ? undefined : { ...inner, isList: true };
  }
  if (!ts.isUnionTypeNode(type)) return undefined;
  const found = type.types.map(writtenObject).filter((one) => one !== undefined);
  return found.length === 1 ? found[0] : undefined;
}

function membersFrom(node: MemberNode, prefix: string): readonly Member[] {
  const name = `${prefix}${nameOf(node)}`;
  const inner = writtenObject(node.type);
  const callable = isMethod(node) ? node : undefined;
  const type = isMethod(node) ? undefined : node.type;
  const own: Member = { name, optional: isOptional(node), type, callable, docstring: docstringOf(node), node };
  if (inner === undefined || callable !== undefined) return [own];
  return [own, ...writtenMembers(inner.literal, `${name}${inner.isList ? '[]' : ''}.`)];
}

function isOptional(node: MemberNode): boolean {
  return node.questionToken !== undefined;
}

function nameOf({ name }: MemberNode): string {
  return ts.isStringLiteral(name) ? `'${name.text}'` : name.getText();
}

function isMember(node: ts.Node): node is MemberNode {
  return ts.isPropertySignature(node) || ts.isPropertyDeclaration(node) || isMethod(node);
}

function isMethod(node: ts.Node): node is ts.MethodSignature | ts.MethodDeclaration {
  return ts.isMethodSignature(node) || ts.isMethodDeclaration(node);
}

function isHidden(node: MemberNode): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return ts.isPrivateIdentifier(node.name) || (ts.getCombinedModifierFlags(node) & hidden) !== 0;
}

function isOurs(node: ts.Node): boolean {
  return !node.getSourceFile().fileName.includes('/node_modules/');
}
