import { type Confirmation, isJsonObject, type JsonObject, type JsonValue, parseCnf } from '@holdfast/core';
import type { Member } from '../facts/explanation.ts';
import { type Finding, judge } from '../facts/finding.ts';
import { describeKey } from './describe-key.ts';
import { describeMembers } from './describe-members.ts';

/** A confirmation, described and judged. */
export interface DescribedCnf {
  readonly members: readonly Member[];
  readonly findings: readonly Finding[];
  /** Where it can be enforced whole. */
  readonly confirmation?: Confirmation | undefined;
}

const words = {
  kid: { says: 'thumbprint of the key it is bound to' },
  jkt: { says: 'thumbprint of the key it is bound to (DPoP)' },
  'x5t#S256': { says: 'SHA-256 of the certificate it is bound to' },
  xms_ksl: { says: 'how the client stores the key; confirms nothing' },
};

/** Describes `cnf`: what a token is bound to. */
export async function describeCnf(cnf: JsonValue | undefined, part: string): Promise<DescribedCnf> {
  const { value: confirmation, findings } = await judge(() => parseCnf(cnf));
  const object: JsonObject = isJsonObject(cnf) ? cnf : {};
  const members = describeMembers(object, { part, words, except: ['jwk'], now: 0 }).map((member) => ({
    ...member,
    name: `cnf.${member.name}`,
  }));
  if (object['jwk'] === undefined) return { members, findings, confirmation };
  const key = await describeKey(object['jwk'], part);
  const whole = key.members.map((member) => ({ ...member, name: `cnf.jwk.${member.name}` }));
  return { members: [...members, ...whole], findings, confirmation };
}
