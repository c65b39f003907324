/** Opens the X.509 library, which takes longer to load than everything else here together: most of what is inspected needs none of it. */
export async function openX509(): Promise<typeof import('@peculiar/x509')> {
  // The library refuses to load without it.
  await import('reflect-metadata');
  return import('@peculiar/x509');
}
