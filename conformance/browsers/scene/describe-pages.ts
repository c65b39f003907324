import type { ReadyLine } from '../../../packages/holdfast/test/support/holdfast-process.ts';
import { bundleProgram } from '../bundle/bundle-for-page.ts';
import type { Page } from '../pages/page-server.ts';

/** What a page of an application is: a program, and what it is told beside application, authority and API. */
export interface PageWish {
  /** A file of the folder `programs`, without its ending; or of any other, from the root of the repository. */
  readonly program: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly headers?: Page['headers'];
}

/** Bundles the pages of the application `spa`; each is told where its authority and its API are. */
export async function describePages(
  wishes: Readonly<Record<string, PageWish>>,
  { sts, api, applications }: ReadyLine,
): Promise<ReadonlyMap<string, Page>> {
  const spa = applications.find(({ name }) => name === 'spa');
  if (spa === undefined) throw new Error('no application spa');
  const { clientId, tenantId } = spa;
  const shared = { clientId, authority: `${sts}/${tenantId}`, api };
  const programs = [...new Set(Object.values(wishes).map(({ program }) => program))];
  const scripts = new Map(
    await Promise.all(
      programs.map(
        async (name): Promise<[string, string]> => [
          name,
          await bundleProgram(`${name.includes('/') ? name : `conformance/browsers/programs/${name}`}.ts`),
        ],
      ),
    ),
  );
  return new Map(
    Object.entries(wishes).map(([path, { program, settings, headers }]) => [
      path,
      { script: scripts.get(program), settings: { ...shared, ...settings }, headers },
    ]),
  );
}
