// Through the door that loads the polyfill first.
import '../../src/certificates/x509.ts';

export { Attribute, Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
