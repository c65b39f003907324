import type { Application, Directory, ManagedIdentity } from '../directory/directory.ts';

/** What the admin service shows of the directory: everything but secrets and passwords. */
export function buildDirectoryView(directory: Directory): object {
  return {
    tenants: directory.tenants,
    applications: directory.applications.map(viewClient),
    identities: directory.identities.map(viewClient),
    apis: directory.apis,
    users: directory.users.map(({ password: _password, ...user }) => user),
  };
}

function viewClient(client: Application | ManagedIdentity): object {
  const { secret: _secret, certificates, subjects, certificateFiles: _files, ...shown } = client;
  return {
    ...shown,
    grantedRoles: Object.fromEntries(client.grantedRoles),
    delegatedPermissions: Object.fromEntries(client.delegatedPermissions),
    certificates: certificates.map(({ sha1, sha256 }) => ({ x5t: sha1, 'x5t#S256': sha256 })),
    subjects: subjects.map(({ subjectName, issuer }) => ({ subjectName, issuer: issuer.subject })),
  };
}
