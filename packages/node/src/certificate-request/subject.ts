import { AttributeTypeAndValue, AttributeValue, Name, RelativeDistinguishedName } from '@peculiar/asn1-x509';

const commonName = '2.5.4.3';
const domainComponent = '0.9.2342.19200300.100.1.25';

/**
 * Writes `CN={clientId}, DC={tenantId}` in the order in which such a text is encoded: the last part first.
 *
 * @see RFC 4514 section 2.1; RFC 4519 section 2.4 (`DC` is an IA5String)
 */
export function buildSubject({ clientId, tenantId }: { readonly clientId: string; readonly tenantId: string }): Name {
  return new Name([
    part(domainComponent, new AttributeValue({ ia5String: tenantId })),
    part(commonName, new AttributeValue({ utf8String: clientId })),
  ]);
}

function part(type: string, value: AttributeValue): RelativeDistinguishedName {
  return new RelativeDistinguishedName([new AttributeTypeAndValue({ type, value })]);
}
