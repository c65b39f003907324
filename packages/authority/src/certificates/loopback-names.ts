import {
  AsnConvert,
  Extension,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  NameConstraints,
  nameConstraintsId,
  SubjectAlternativeNameExtension,
} from './x509.ts';

/** The names under which the authority and its neighbours can be reached; there are no others. */
export const loopbackNames = { dns: ['localhost'], ip: ['127.0.0.1', '::1'] } as const;

/**
 * Limits an authority to loopback names, so that a stolen development key cannot speak for any real site.
 *
 * @see RFC 5280 section 4.2.1.10
 */
export function loopbackNameConstraints(): Extension {
  const permitted = [
    ...loopbackNames.dns.map((name) => new GeneralName({ dNSName: name })),
    ...loopbackNames.ip.map((ip) => new GeneralName({ iPAddress: ip.includes(':') ? `${ip}/128` : `${ip}/32` })),
  ];
  const constraints = new NameConstraints({
    permittedSubtrees: new GeneralSubtrees(permitted.map((base) => new GeneralSubtree({ base }))),
  });
  return new Extension(nameConstraintsId, true, AsnConvert.serialize(constraints));
}

/** The names of a server certificate. */
export function loopbackAlternativeNames(): Extension {
  return new SubjectAlternativeNameExtension([
    ...loopbackNames.dns.map((value) => ({ type: 'dns' as const, value })),
    ...loopbackNames.ip.map((value) => ({ type: 'ip' as const, value })),
  ]);
}
