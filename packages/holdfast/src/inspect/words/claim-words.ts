/** How the value of a claim is put into words, beside what the claim is for. */
export type ValueForm = 'time' | 'client-auth' | 'hidden' | 'capabilities';

interface ClaimWord {
  readonly says: string;
  readonly form?: ValueForm;
}

type Words = Readonly<Record<string, ClaimWord>>;

/** Header members of a JWS. */
export const headerWords: Words = {
  alg: { says: 'signature algorithm' },
  typ: { says: 'type of the token' },
  kid: { says: 'names the key that signed' },
  x5t: { says: 'SHA-1 of the certificate that signed' },
  'x5t#S256': { says: 'SHA-256 of the certificate that signed' },
  x5c: { says: 'certificates, never trusted by themselves' },
  jwk: { says: 'the key that signed' },
  crit: { says: 'extensions that a reader must know: none is known here' },
  jku: { says: 'address of keys: never followed' },
  x5u: { says: 'address of a certificate: never followed' },
};

/** Claims of access tokens (v1 and v2), id_tokens and client assertions. */
export const tokenWords: Words = {
  iss: { says: 'issued by' },
  sub: { says: 'subject, within this issuer and client' },
  aud: { says: 'meant for' },
  exp: { says: 'expires', form: 'time' },
  nbf: { says: 'not valid before', form: 'time' },
  iat: { says: 'issued', form: 'time' },
  auth_time: { says: 'the user signed in', form: 'time' },
  jti: { says: 'unique id' },
  uti: { says: 'unique id of the token, for revocation' },
  ver: { says: 'shape of the token' },
  tid: { says: 'tenant' },
  oid: { says: 'object id of the user or application' },
  azp: { says: 'client that it was issued to (v2)' },
  appid: { says: 'client that it was issued to (v1)' },
  client_id: { says: 'client that it was issued to' },
  azpacr: { says: 'how the client authenticated', form: 'client-auth' },
  appidacr: { says: 'how the client authenticated', form: 'client-auth' },
  idtyp: { says: 'who acts: the application itself (app), or a user through it (user)' },
  idp: { says: 'identity provider of the subject' },
  scp: { says: 'delegated permissions: a user acts through the client' },
  roles: { says: 'application permissions or roles' },
  wids: { says: 'directory roles' },
  xms_cc: { says: 'what the client can do', form: 'capabilities' },
  xms_ksl: { says: 'how the client stores the key' },
  acrs: { says: 'authentication contexts that were satisfied' },
  amr: { says: 'how the user authenticated' },
  acr: { says: 'whether the user authenticated (v1): 1 is yes' },
  name: { says: 'name of the user, for display' },
  preferred_username: { says: 'user name, for display: it can change' },
  upn: { says: 'user principal name' },
  unique_name: { says: 'user name, for display (v1)' },
  login_hint: { says: 'names the account to the authority, at sign-in and sign-out', form: 'hidden' },
  email: { says: 'e-mail address, not verified' },
  nonce: { says: 'ties an id_token to its sign-in request', form: 'hidden' },
  at_hash: { says: 'hash of the access token that came along' },
  c_hash: { says: 'hash of the code that came along' },
  sid: { says: 'the sign-in that it goes back to' },
};

/** Claims of a signed HTTP request. */
export const proofWords: Words = {
  ts: { says: 'signed', form: 'time' },
  m: { says: 'method' },
  u: { says: 'host, with its port unless that is 443' },
  p: { says: 'path' },
  q: { says: 'names of the query parameters, and their hash' },
  h: { says: 'names of the headers that are covered, and their hash' },
  b: { says: 'SHA-256 of the body' },
  nonce: { says: 'server nonce', form: 'hidden' },
  jti: { says: 'makes each proof different' },
  client_claims: { says: 'text of the client, signed along' },
};

/** Claims of a DPoP proof. */
export const dpopWords: Words = {
  jti: { says: 'makes each proof different' },
  htm: { says: 'method' },
  htu: { says: 'address, without query and fragment' },
  iat: { says: 'signed', form: 'time' },
  ath: { says: 'SHA-256 of the access token' },
  nonce: { says: 'server nonce', form: 'hidden' },
};

/** Members of a JWK. */
export const jwkWords: Words = {
  kty: { says: 'key type' },
  crv: { says: 'curve' },
  n: { says: 'modulus' },
  e: { says: 'public exponent (AQAB is 65537)' },
  x: { says: 'point, first coordinate' },
  y: { says: 'point, second coordinate' },
  kid: { says: 'name of the key' },
  use: { says: 'sig: for signatures' },
  alg: { says: 'the one algorithm it is for' },
  key_ops: { says: 'what it is for' },
  issuer: { says: 'whose tokens it signs' },
  x5c: { says: 'certificates of the key' },
  x5t: { says: 'SHA-1 of its certificate' },
};
