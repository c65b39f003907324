import { type BaseBlock, Constructed, fromBER, Integer, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import { CertificateInvalid } from '../errors/certificate-invalid.ts';

/*
 * Looking into PKCS#12 as asn1js decoded it. Each look names the type that RFC 7292 has at that place; another is a malformed file.
 */

/** @throws {@link CertificateInvalid} `ERR_CLIENT_CERTIFICATE_MALFORMED` */
export function decodeBer(bytes: Uint8Array): BaseBlock {
  const { offset, result } = fromBER(bytes);
  if (offset === -1) throw malformed();
  return result;
}

/** The parts of a SEQUENCE. */
export function partsOf(block: BaseBlock | undefined): readonly BaseBlock[] {
  if (!(block instanceof Sequence)) throw malformed();
  return block.valueBlock.value;
}

/** What a context tag is put around. */
export function insideOf(block: BaseBlock | undefined): BaseBlock {
  const [inside] = block instanceof Constructed ? block.valueBlock.value : [];
  if (inside === undefined || block?.idBlock.tagClass !== 3) throw malformed();
  return inside;
}

/** An object identifier in its dotted form. */
export function oidOf(block: BaseBlock | undefined): string {
  if (!(block instanceof ObjectIdentifier)) throw malformed();
  return block.getValue();
}

/** The bytes of an OCTET STRING, whether in one piece or in several. */
export function octetsOf(block: BaseBlock | undefined): Uint8Array {
  if (!(block instanceof OctetString)) throw malformed();
  return new Uint8Array(block.getValue());
}

/** The bytes of an OCTET STRING whose own tag a context tag replaces. */
export function implicitOctetsOf(block: BaseBlock | undefined): Uint8Array {
  if (block?.idBlock.tagClass !== 3) throw malformed();
  if (block instanceof Constructed) return Buffer.concat(block.valueBlock.value.map(octetsOf));
  // asn1js keeps what it has no type for as bytes; its own declaration of a primitive value does not say so.
  const { valueHexView } = block.valueBlock as { readonly valueHexView?: unknown };
  if (!(valueHexView instanceof Uint8Array)) throw malformed();
  return valueHexView;
}

/** A whole number of a size that can be counted to. */
export function countOf(block: BaseBlock | undefined): number {
  if (!(block instanceof Integer)) throw malformed();
  const count = Number(block.toBigInt());
  if (!Number.isSafeInteger(count) || count < 1) throw malformed();
  return count;
}

/** The encoding of a part, as it came. */
export function encodingOf(block: BaseBlock): Uint8Array {
  return block.valueBeforeDecodeView;
}

/** The one error of this room for files that are not what they should be. */
export function malformed(): CertificateInvalid {
  return new CertificateInvalid('ERR_CLIENT_CERTIFICATE_MALFORMED', { detail: 'PKCS#12' });
}
