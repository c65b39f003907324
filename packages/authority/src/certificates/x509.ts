// The X.509 library refuses to load without the metadata polyfill, so both come through this one door, in this order.
import 'reflect-metadata';

export { CertificationRequest } from '@peculiar/asn1-csr';
export { AsnConvert } from '@peculiar/asn1-schema';
export {
  DirectoryString,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_nameConstraints as nameConstraintsId,
  NameConstraints,
} from '@peculiar/asn1-x509';
export {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  Pkcs10CertificateRequest,
  PublicKey,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
