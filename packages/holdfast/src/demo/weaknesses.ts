/** One defence of the demo's API or authority, and what goes wrong where it is missing. */
export interface Weakness {
  readonly name: WeaknessName;
  /** The mistake that `--weaken` makes, as an owner would make it. */
  readonly mistake: string;
}

/** Names that `holdfast demo --weaken` takes. */
export type WeaknessName =
  | 'binding'
  | 'replay'
  | 'path'
  | 'method'
  | 'host'
  | 'query'
  | 'body'
  | 'expiry'
  | 'future'
  | 'nonce'
  | 'encoding'
  | 'signature'
  | 'tenant'
  | 'certificate'
  | 'any-certificate'
  | 'label'
  | 'forwarded'
  | 'unbound'
  | 'revocation';

// A table of data: each row is one careless owner.
/** Every weakness, in the order of the attacks that use it. */
export const weaknesses: readonly Weakness[] = [
  { name: 'binding', mistake: 'the API checks the issuer’s signature and never looks at cnf' },
  { name: 'replay', mistake: 'the replay store forgets every proof at once' },
  { name: 'path', mistake: 'a proxy rewrites the path to the one in the proof' },
  { name: 'method', mistake: 'a framework overrides the method with the one in the proof' },
  { name: 'host', mistake: 'a second API lists the first one’s origin as its own' },
  { name: 'query', mistake: 'parameters that the proof does not name are left out of the check' },
  { name: 'body', mistake: 'a body that does not fit is replaced by an earlier one' },
  { name: 'expiry', mistake: 'the clock of the API stands still' },
  { name: 'future', mistake: 'proofs from the future are taken for clock skew' },
  { name: 'nonce', mistake: 'the API asks for no nonce' },
  { name: 'encoding', mistake: 'a gateway repairs the base64url of what it forwards' },
  { name: 'signature', mistake: 'the API decodes tokens and does not verify them' },
  { name: 'tenant', mistake: 'the API accepts every tenant of the authority' },
  {
    name: 'certificate',
    mistake: 'the API takes the label mtls_pop for a certificate that somebody in front has checked',
  },
  { name: 'any-certificate', mistake: 'the API checks that there is a client certificate, and not which' },
  { name: 'label', mistake: 'the route for bearer tokens never looks at cnf' },
  { name: 'forwarded', mistake: 'the API takes client certificates from a header that anybody may write' },
  { name: 'unbound', mistake: 'the application is allowed to ask for unbound tokens' },
  { name: 'revocation', mistake: 'nobody tells the API what was revoked, and a token counts until it expires' },
];

/** Finds a weakness by its name. */
export function findWeakness(name: string): Weakness | undefined {
  return weaknesses.find((weakness) => weakness.name === name);
}
