import { ts } from '../syntax/parse.ts';
import { type Docstring, docstringOf, parameterTexts } from './docstring.ts';
import type { PublicExport } from './public-exports.ts';
import { armDocstring } from './union-arms.ts';

/** Something inside an export that a reader meets by name. */
export interface DescribedNode {
  /** `TokenValidatorOptions.nonce`, `Binding 'key'`. */
  readonly title: string;
  readonly node: ts.Node;
  readonly docstring: Docstring;
  readonly isOptional: boolean;
}

/**
 * Members of exported types, arms of exported unions of objects, and members of objects that a parameter writes out.
 *
 * Left out: the member that tells the arms of a union apart, which has one possible value and whose meaning is that of its arm; arms that no
 * such member tells apart; members of classes that only the class writes
 * to itself; what is inside of function bodies.
 */
export function describedNodes({ name, declarations }: PublicExport): readonly DescribedNode[] {
  return declarations.flatMap((declaration) => {
    if (ts.isInterfaceDeclaration(declaration) || ts.isClassDeclaration(declaration)) {
      return declaration.members.flatMap((member) => fromMember(member, name));
    }
    if (ts.isTypeAliasDeclaration(declaration)) return fromAlias(declaration.type, name);
    return ts.isFunctionDeclaration(declaration) ? fromParameters(declaration, name) : [];
  });
}

function fromAlias(type: ts.TypeNode, name: string): readonly DescribedNode[] {
  if (ts.isUnionTypeNode(type)) {
    return type.types.flatMap((arm, index) => {
      if (!ts.isTypeLiteralNode(arm)) return [];
      const docstring = armDocstring(type.types, index);
      const title = `${name} ${arm.members[0]?.getText().replace(/[;,]$/, '') ?? '{}'}`;
      const own = { title, node: arm, docstring, isOptional: false };
      return [...(arm.members.some(isTellingApart) ? [own] : []), ...fromLiteral(arm, name)];
    });
  }
  return ts.isTypeLiteralNode(type) ? fromLiteral(type, name) : [];
}

function fromLiteral(literal: ts.TypeLiteralNode, name: string): readonly DescribedNode[] {
  return literal.members.flatMap((member) => fromMember(member, name));
}

function fromMember(member: ts.TypeElement | ts.ClassElement, owner: string): readonly DescribedNode[] {
  if (!isMember(member) || isHidden(member) || hasOneValue(member)) return [];
  const title = `${owner}.${member.name.getText()}`;
  const own = { title, node: member, docstring: docstringOf(member), isOptional: member.questionToken !== undefined };
  const inner = isMethod(member) ? undefined : innerLiteral(member.type);
  return [own, ...(inner === undefined ? [] : fromLiteral(inner, title))];
}

function fromParameters(declaration: ts.FunctionDeclaration, owner: string): readonly DescribedNode[] {
  const said = parameterTexts(docstringOf(declaration));
  return declaration.parameters.flatMap(({ name, type }) => {
    if (type === undefined || !ts.isTypeLiteralNode(type)) return [];
    const prefix = ts.isIdentifier(name) ? name.text : 'options';
    return fromLiteral(type, `${owner} ${prefix}`).map((described) => {
      const text = said.get(described.title.slice(owner.length + 1)) ?? '';
      return described.docstring.text === '' ? { ...described, docstring: { text, tags: [] } } : described;
    });
  });
}

function innerLiteral(type: ts.TypeNode | undefined): ts.TypeLiteralNode | undefined {
  if (type === undefined || ts.isFunctionTypeNode(type)) return undefined;
  if (ts.isTypeLiteralNode(type)) return type;
  return ts.forEachChild(type, (child) => (ts.isTypeNode(child) ? innerLiteral(child) : undefined));
}

function isTellingApart(member: ts.TypeElement): boolean {
  return ts.isPropertySignature(member) && hasOneValue(member);
}

type MethodNode = ts.MethodSignature | ts.MethodDeclaration;
type MemberNode = ts.PropertySignature | ts.PropertyDeclaration | MethodNode;

function isMember(member: ts.Node): member is MemberNode {
  return ts.isPropertySignature(member) || ts.isPropertyDeclaration(member) || isMethod(member);
}

function isMethod(member: ts.Node): member is MethodNode {
  return ts.isMethodSignature(member) || ts.isMethodDeclaration(member);
}

function isHidden(member: MemberNode): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return ts.isPrivateIdentifier(member.name) || (ts.getCombinedModifierFlags(member) & hidden) !== 0;
}

function hasOneValue(member: MemberNode): boolean {
  return member.type !== undefined && ts.isLiteralTypeNode(member.type);
}
