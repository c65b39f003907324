// waiver: a table of data, one row per defence.
import type { Mutation, Witness } from './mutation.ts';

const src = 'packages/authority/src';
const bindingMatrix = (title: string): Witness => ({
  file: 'packages/authority/test/endpoints/binding-matrix.test.ts',
  title,
});
const adminService = (title: string): Witness => ({ file: 'packages/authority/test/admin/admin-api.test.ts', title });

/** Defences of `@holdfast/authority`. */
export const authorityMutations: readonly Mutation[] = [
  {
    name: 'authority: an assertion may be meant for others as well',
    file: `${src}/client-auth/assertion-claims.ts`,
    defence: `if (typeof value !== 'string' || others.length > 0) return false;`,
    replacement: `if (typeof value !== 'string') return false;`,
    killedBy: ['catalogue 22'],
  },
  {
    name: 'authority: the beginning of an audience is enough',
    file: `${src}/client-auth/assertion-claims.ts`,
    defence: 'return accepted.includes(value) || accepted.includes(value.toLowerCase());',
    replacement: 'return accepted.some((one) => value.startsWith(one));',
    killedBy: ['catalogue 22'],
  },
  {
    name: 'authority: an assertion may name two certificates',
    file: `${src}/client-auth/assertion-certificate.ts`,
    defence: 'x5c === undefined ? application.certificates : recogniseLeaf(x5c, application, at);',
    replacement: 'application.certificates;',
    killedBy: ['catalogue 36'],
  },
  {
    name: 'authority: the signature of an assertion is not verified',
    file: `${src}/client-auth/client-assertion.ts`,
    defence: 'await verifyCompactJws(jws, { key });',
    replacement: '',
    killedBy: ['catalogue 36'],
  },
  {
    name: 'authority: a file is written through whatever link stands in its place',
    file: `${src}/storage/write-atomically.ts`,
    defence: 'await rename(temporary, path);',
    replacement: `await (await import('node:fs/promises')).writeFile(path, text);`,
    killedBy: ['catalogue 39'],
  },
  {
    name: 'authority: somebody else’s folder becomes the data directory',
    file: `${src}/storage/data-directory.ts`,
    defence: 'throw new DataForeign();\n  }\n  await chmod',
    replacement: '}\n  await chmod',
    killedBy: ['catalogue 39'],
  },
  {
    name: 'authority: a data directory that stands open stays open',
    file: `${src}/storage/data-directory.ts`,
    defence: 'await chmod(root, 0o700);',
    replacement: '',
    killedBy: ['catalogue 39'],
  },
  {
    name: 'authority: a token request is answered with Bearer when its token_type is not known',
    file: `${src}/steps/read-requested-binding.ts`,
    defence: `if (tokenType !== 'pop') throw new TokenRefused(reasonAgainst(tokenType));`,
    replacement: `if (tokenType !== 'pop') return { binding: { scheme: 'bearer' } };`,
    killedBy: [bindingMatrix('never answers a half or unknown wish with a Bearer token: token_type × req_cnf')],
  },
  {
    name: 'authority: req_cnf without token_type is answered with Bearer',
    file: `${src}/steps/read-requested-binding.ts`,
    defence: `if (form.has('req_cnf')) throw new TokenRefused('confirmationWithoutScheme');`,
    replacement: '',
    killedBy: [bindingMatrix('never answers a half or unknown wish with a Bearer token: token_type × req_cnf')],
  },
  {
    name: 'authority: an application that must bind its tokens gets others',
    file: `${src}/steps/enforce-binding-policy.ts`,
    defence: 'if (!permits(client.application.tokenBinding)) {',
    replacement: 'if (permits === undefined) {',
    killedBy: [bindingMatrix('obeys the policies of application and API, both of them')],
  },
  {
    name: 'authority: the last of two parameters counts',
    file: `${src}/forms/form.ts`,
    defence: `if (form.has(name)) throw new TokenRefused('parameterRepeated', name);`,
    replacement: '',
    killedBy: [bindingMatrix('refuses either parameter sent twice, also when both values are equal')],
  },
  {
    name: 'authority: the admin service answers to any name',
    file: `${src}/admin/guard.ts`,
    defence: `if (!hosts.includes(headers.host ?? '')) throw new AdminRefused('ERR_ADMIN_HOST');`,
    replacement: '',
    killedBy: [adminService('refuses every other Host, as a page would send after DNS rebinding')],
  },
  {
    name: 'authority: the admin service answers pages and proxies',
    file: `${src}/admin/guard.ts`,
    defence: 'if (foreign !== undefined) throw',
    replacement: `if (foreign === '') throw`,
    killedBy: [adminService('refuses whatever comes from a page or through a proxy')],
  },
  {
    name: 'authority: the development CA may speak for any name',
    file: `${src}/certificates/certificates.ts`,
    defence: 'limits: [loopbackNameConstraints()]',
    replacement: 'limits: loopbackNameConstraints() === undefined ? [] : []',
    killedBy: [
      {
        file: 'packages/authority/test/certificates/certificates.test.ts',
        title: 'of the server authority are worth nothing outside loopback (RFC 5280 section 4.2.1.10)',
      },
    ],
  },
];
