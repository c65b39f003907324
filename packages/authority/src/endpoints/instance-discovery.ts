/** Writes what MSAL reads when it asks whether an authority is one of a known cloud; undefined for an endpoint that is not ours. */
export function buildInstanceDiscovery(origin: string, authorizationEndpoint: string | undefined): object | undefined {
  if (authorizationEndpoint === undefined || !URL.canParse(authorizationEndpoint)) return undefined;
  const asked = new URL(authorizationEndpoint);
  if (asked.origin !== origin) return undefined;
  const host = new URL(origin).host;
  const tenant = asked.pathname.split('/')[1] ?? '';
  return {
    tenant_discovery_endpoint: `${origin}/${tenant}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}
