/** One row of the shared vectors that comes out otherwise here than upstream, on purpose. */
export interface Difference {
  /** Section and id, or section and index where a row has no id. */
  readonly row: string;
  /** `accepted` (as upstream would have it), an error code, or what comes out instead. */
  readonly ours: string;
  readonly why: string;
  /** Whether some runtime agrees with upstream: what comes out is the work of its own `URL`. */
  readonly differsByRuntime?: boolean;
}

/*
 * Upstream is Microsoft.IdentityModel.Protocols.SignedHttpRequest, which lets an application turn checks off and drops what it
 * cannot sign. Here a proof covers the whole request or is refused, and everything is compared byte for byte: what is not covered
 * can be changed on the way, and what is compared loosely can be changed within the looseness.
 */
const all = (ours: string, why: string, rows: readonly string[]): readonly Difference[] =>
  rows.map((row) => ({ row, ours, why }));

/** Every deliberate difference between us and the shared vectors. */
export const differences: readonly Difference[] = [
  // Making a proof: upstream leaves out of `q` and `h` what it cannot sign, so that it travels unsigned.
  ...all('ERR_SHR_QUERY_UNSIGNABLE', 'an empty parameter cannot be covered, so the request is not signed', [
    'create.q#2',
    'create.q#5',
  ]),
  ...all(
    'ERR_SHR_QUERY_UNSIGNABLE',
    'a repeated parameter has two values for two readers, so the request is not signed',
    [
      'create.q#10',
      'create.q#11',
      'create.q#12',
      'create.q#13',
      'create.q#14',
      'create.q#17',
      'create.q#18',
      'create.q#19',
      'create.q#20',
      'create.q#22',
    ],
  ),
  ...all('another value', 'the second question mark is part of the name on the wire, so it is signed as such', [
    'create.q#25',
  ]),
  ...all('ERR_SHR_CLAIM_MALFORMED', 'a relative address names no host, and every proof covers the host', [
    'create.p#7',
    'create.q#15',
  ]),
  ...all('ERR_SHR_HEADERS', 'a header without a name was asked for, and what is asked for is covered or refused', [
    'create.h#4',
  ]),
  ...all('another value', 'a header with an empty value can be changed like any other, so it is covered', [
    'create.h#5',
  ]),
  ...all('ERR_SHR_HEADERS', 'the header that carries the proof cannot be in it, so asking for it is refused', [
    'create.h#6',
    'create.h#7',
  ]),
  ...all('ERR_SHR_HEADERS', 'a repeated header was asked for, and what is asked for is covered or refused', [
    'create.h#8',
    'create.h#9',
    'create.h#10',
    'create.h#11',
    'create.h#12',
    'create.h#13',
  ]),
  ...all('left out', 'no header was asked for, so there is no h', ['create.h#14', 'create.h#15']),
  ...all('left out', 'a request without a body has no b; a body that is empty has one', ['create.b#2']),
  ...all('left out', 'a nonce is the server’s: without one, a random jti keeps two proofs apart', ['create.nonce#1']),
  ...all('another value', 'cnf is always the key that signs; nobody can give another', ['create.cnf#0']),
  ...all('another value', 'm, u, p and q are always covered, and every proof has a jti', [
    'create.claimSets#0',
    'create.claimSets#1',
    'create.claimSets#2',
  ]),
  ...all('ERR_JWK_PRIVATE', 'a private key in this place is a disclosure; it is refused, not cleaned up', [
    'create.createJwkClaim#5',
  ]),
  ...all('ERR_JWS_HEADER', 'a header has no room for anything that is not understood', [
    'create.additionalHeaderClaims#0',
  ]),
  ...all('accepted', 'the algorithm is the key’s, whatever a header would like it to be', [
    'create.additionalHeaderClaims#2',
  ]),
  // Chromium escapes more than the standard asks, and so agrees.
  {
    row: 'uriCanonicalisation.rows#0',
    ours: 'another value',
    why: 'the URL standard, not System.Uri, writes the address that a JavaScript client sends',
    differsByRuntime: true,
  },
  ...all('another value', 'the URL standard, not System.Uri, writes the address that a JavaScript client sends', [
    'uriCanonicalisation.rows#1',
    'uriCanonicalisation.rows#2',
    'uriCanonicalisation.rows#7',
    'uriCanonicalisation.rows#10',
    'uriCanonicalisation.rows#11',
    'uriCanonicalisation.rows#14',
  ]),
  ...all('ERR_SHR_QUERY_UNSIGNABLE', 'an empty parameter cannot be covered, so the request is not signed', [
    'uriCanonicalisation.rows#21',
  ]),

  // Verifying a proof.
  ...all('ERR_SHR_FUTURE', 'a proof from beyond the clock skew could be hoarded', ['validate.ts#1']),
  ...all('ERR_SHR_METHOD', 'methods are case-sensitive (RFC 9110 section 9.1)', ['validate.m#1', 'validate.m#2']),
  ...all('ERR_SHR_HOST', 'u is one spelling: lower case, the port only where it is not the default', [
    'validate.u#1',
    'validate.u#2',
    'validate.u#4',
  ]),
  ...all('ERR_SHR_HOST', 'a bare host is not every port of that host', ['validate.u#9']),
  ...all('ERR_SHR_PATH', 'a slash more or less is another path', [
    'validate.p#1',
    'validate.p#2',
    'validate.p#3',
    'validate.p#7',
    'validate.p#8',
  ]),
  ...all('ERR_SHR_PATH', 'paths are case-sensitive (RFC 3986 section 6.2.2.1)', ['validate.p#13']),
  ...all('ERR_SHR_CLAIM_MALFORMED', 'the shortest path is a slash', ['validate.p#15']),
  ...all('ERR_SHR_QUERY_UNSIGNABLE', 'a repeated parameter is never covered, so it is never accepted', [
    'validate.q#ValidQRepeated1',
    'validate.q#ValidQRepeated2',
    'validate.q#ValidQRepeated3',
    'validate.q#ValidQRepeated4',
    'validate.q#strict-repeated-escapes',
  ]),
  ...all('ERR_SHR_QUERY', 'a parameter that is not covered is refused; there is no switch', [
    'validate.q#ValidAcceptUnsignedQueryParams',
    'validate.q#strict-empty-escapes',
    'validate.q#strict-bare-escapes',
    'validate.q#strict-double-eq-escapes',
  ]),
  ...all('ERR_SHR_CLAIM_MALFORMED', 'a third member has no meaning, so it has no place', ['validate.q#extra-member']),
  ...all(
    'accepted',
    'proxies add headers, so the ones that a proof does not name are not covered; there is no switch',
    ['validate.h#InvalidDontAcceptUnsignedHeaders'],
  ),
  ...all('accepted', 'h and b are the client’s choice; whatever is there is verified', [
    'validate.h#InvalidClaimNotPresent',
    'validate.b#3',
  ]),
  ...all('ERR_SHR_BODY_UNAVAILABLE', 'a body that was not handed over is not an empty body', ['validate.b#2']),
  ...all('accepted', 'the nonce is handed back to the caller, whose verdict comes after this one', [
    'validate.nonce#2',
    'validate.nonce#3',
  ]),
  ...all('ERR_SHR_KEY_MISMATCH', 'nobody can take the place of the signature check', ['validate.signature#2']),
  ...all('all seven claims', 'there are no switches: every claim that is there is verified', [
    'validate.selection#ValidNoCalls',
    'validate.selection#ValidPresentDefaultClaimsCalls',
    'validate.selection#ValidTokenNullClaimsValidateWhenPresentList',
    'validate.selection#spurious list',
    'validate.selection#listed but absent',
  ]),

  // Keys.
  ...all('no input given', 'the body behind this hash is not known', ['hashes#b-default-sample']),
  ...all('ERR_JWK_PRIVATE', 'a symmetric key proves nothing here, and naming it discloses it', ['jwkThumbprints#2']),
  ...all('ERR_CNF_NOT_OBJECT', 'cnf is an object (RFC 7800 section 3.1), not a text that holds one', [
    'popKey.cnfRoot#1',
  ]),
  ...all('ERR_CNF_UNKNOWN_MEMBER', 'symmetric proof keys are not supported', ['popKey.jwe#7']),
  ...all('ERR_CNF_UNKNOWN_MEMBER', 'a key is never fetched from an address in a token', [
    'popKey.jkuDomain#4',
    'popKey.jkuDomain#5',
    'popKey.jkuDomain#6',
    'popKey.jkuDomain#7',
    'popKey.jkuKeys#3',
    'popKey.jkuKeys#4',
  ]),
  ...all('ERR_SHR_CNF', 'the key is in the proof or in the token; nobody is asked for it', ['popKey.kid#1']),

  // What msal-browser sends, under the dialect of that name.
  ...all('ERR_SHR_CLAIM_MISSING', 'a proof that names no method, host and path would serve for every request', [
    'shr#1',
  ]),
  ...all('ERR_CNF_THUMBPRINT', 'a kid that is only a label would bind a token to nothing', ['popKid#0']),
  ...all('ERR_SHR_CLAIM_MISSING', 'a relative address names no host', ['urlDecomposition#19', 'urlDecomposition#20']),
  ...all('ERR_SHR_HOST', 'an explicit port 80 is not what the owner configured', ['urlDecomposition#9']),
  ...all('ERR_SHR_HOST', 'user information is no part of a host', ['urlDecomposition#17']),
  ...all('ERR_SHR_PATH', 'the client signs the path before the browser resolves or encodes it, and sends it after', [
    'urlDecomposition#16',
    'urlDecomposition#24',
  ]),
  ...all('ERR_SHR_QUERY', 'the client signs the query before the browser encodes it, and sends it after', [
    'urlDecomposition#13',
  ]),
];
