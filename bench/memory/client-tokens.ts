import { createConfidentialClient } from '@holdfast/node';
import { clientId, clientSecret, createScriptedAuthority, origin, tenant } from '../clients/scripted-authority.ts';
import type { MemorySubject, SubjectSize } from './subject.ts';

/** The tokens that a client keeps, coming from a store that it shares with others: that is the quickest way to get many. */
export async function createClientTokens({ entries }: SubjectSize): Promise<MemorySubject> {
  const template = await createTemplate();
  let current = 0;
  const client = createConfidentialClient({
    authority: `${origin}/${tenant}`,
    clientId,
    clientSecret,
    maxCachedTokens: entries,
    transport: async () => new Response(null, { status: 500 }),
    tokenStore: {
      read: async () => writeStored(template, current),
      write: async () => undefined,
    },
  });
  return {
    capacity: entries,
    async feed(index) {
      current = index;
      const { accessToken } = await client.acquireTokenForClient({ scopes: [`api://orders-${index}/.default`] });
      if (!accessToken.endsWith(mark(index))) throw new Error('the client gave another token');
    },
  };
}

async function createTemplate(): Promise<string> {
  const { json } = await createScriptedAuthority().answer(`${origin}/token`, 'grant_type=client_credentials');
  return String(json['access_token']);
}

function writeStored(template: string, index: number): string {
  const now = Math.floor(Date.now() / 1000);
  return JSON.stringify({
    version: 1,
    accessToken: template.slice(0, -12) + mark(index),
    scheme: 'bearer',
    tenant,
    scopes: [`api://orders-${index}/.default`],
    issuedAt: now,
    refreshAt: now + 40_000,
    expiresAt: now + 86_399,
  });
}

function mark(index: number): string {
  return String(index).padStart(12, '0');
}
