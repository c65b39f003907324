import { AsnConvert, AsnPrintableStringConverter, AsnUtf8StringConverter } from '@peculiar/asn1-schema';
import { Attribute } from '@peculiar/asn1-x509';

/** Which machine asks: what its platform metadata calls `cuId`, the compute unit. */
export interface ComputeUnit {
  /** Id of the virtual machine. */
  readonly vmId?: string | undefined;
  /** Id of the scale set it belongs to. */
  readonly vmssId?: string | undefined;
}

/** The attribute's name: a private number of Microsoft, in no public register. */
export const computeUnitAttribute = '1.3.6.1.4.1.311.90.2.10';

/**
 * Writes the compute unit as the attribute of a certificate request: one UTF8String with compact JSON, `vmId` first, absent members left out.
 *
 * Not checked: that there is a member at all; the reader of the platform metadata did.
 */
export function buildComputeUnitAttribute({ vmId, vmssId }: ComputeUnit): Attribute {
  const text = JSON.stringify({ vmId, vmssId });
  return new Attribute({
    type: computeUnitAttribute,
    values: [AsnConvert.serialize(AsnUtf8StringConverter.toASN(text))],
  });
}

const challengePassword = '1.2.840.113549.1.9.7';

/**
 * Writes the id of the machine as the first design had it: a challenge password, one PrintableString.
 *
 * @see RFC 2985 section 5.4.1
 */
export function buildChallengePasswordAttribute({ vmId, vmssId }: ComputeUnit): Attribute {
  const id = vmId ?? vmssId ?? '';
  return new Attribute({
    type: challengePassword,
    values: [AsnConvert.serialize(AsnPrintableStringConverter.toASN(id))],
  });
}
