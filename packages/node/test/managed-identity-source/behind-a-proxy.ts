/** Run in a process of its own whose environment names a proxy and IMDS: asks both ways, and says what came. */
import { openManagedIdentitySource } from '../../src/managed-identity-source/managed-identity-source.ts';
import { probeManagedIdentity } from '../../src/managed-identity-source/probe.ts';
import { question } from './scripted-source.ts';

const probed = (await probeManagedIdentity()).available;
const source = openManagedIdentitySource({ identity: { kind: 'system' }, hasFile: () => false, retries: false });
const { accessToken: token } = await source.requestToken(question, new AbortController().signal);
await source.close();
const fetched = await (await fetch('http://control.example/')).text();
console.log(JSON.stringify({ probed, token, fetched }));
