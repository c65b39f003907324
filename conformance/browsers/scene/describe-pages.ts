import type { ReadyLine } from '../../../packages/holdfast/test/support/holdfast-process.ts';
import { bundleProgram } from '../bundle/bundle-for-page.ts';
import type { Page } from '../pages/page-server.ts';

/** What a page of an application is: a program, and what it is told beside application, authority and API. */
export interface PageWish {
  /** A file of the folder `programs`, without its ending; or of any other, from the root of the repository. */
  readonly program: string;
  /** Modules by the name of the one whose place they take in it. @default none */
  readonly instead?: Readonly<Record<string, string>>;
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
  const described = Object.entries(wishes).map(
    async ([path, { program, instead, settings, headers }]): Promise<[string, Page]> => {
      const file = program.includes('/') ? program : `conformance/browsers/programs/${program}`;
      const script = await bundleProgram(`${file}.ts`, instead);
      return [path, { script, settings: { ...shared, ...settings }, headers }];
    },
  );
  return new Map(await Promise.all(described));
}
