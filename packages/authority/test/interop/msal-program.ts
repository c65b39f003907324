// A program of its own, as a user of @azure/msal-node writes it: the CA comes through NODE_EXTRA_CA_CERTS, nothing is replaced.
import { ConfidentialClientApplication, type Configuration } from '@azure/msal-node';

/** One thing to try. */
export interface MsalJob {
  readonly label: string;
  readonly auth: Configuration['auth'];
  readonly scope: string;
  readonly claims?: string;
}

/** How it went. */
export interface MsalOutcome {
  readonly label: string;
  readonly accessToken?: string;
  readonly tokenType?: string;
  readonly expiresInSeconds?: number;
  readonly errorCode?: string;
  readonly errorNo?: string;
}

async function run({ label, auth, scope, claims }: MsalJob): Promise<MsalOutcome> {
  try {
    const client = new ConfidentialClientApplication({ auth });
    const result = await client.acquireTokenByClientCredential({
      scopes: [scope],
      ...(claims === undefined ? {} : { claims }),
    });
    const expiresInSeconds = Math.round(((result?.expiresOn?.getTime() ?? 0) - Date.now()) / 1000);
    return { label, accessToken: result?.accessToken ?? '', tokenType: result?.tokenType ?? '', expiresInSeconds };
  } catch (error) {
    const { errorCode, errorNo } = error as { errorCode?: string; errorNo?: string };
    return { label, errorCode: errorCode ?? String(error), ...(errorNo === undefined ? {} : { errorNo }) };
  }
}

const jobs = JSON.parse(process.env['MSAL_JOBS'] ?? '[]') as readonly MsalJob[];
const outcomes: MsalOutcome[] = [];
for (const job of jobs) outcomes.push(await run(job));
process.stdout.write(JSON.stringify(outcomes));
