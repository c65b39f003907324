/** Where the page finds its authority and its API; `.env.example` says what they are. */
export interface Settings {
  /** `https://host/{tenant}`. */
  readonly authority: string;
  readonly clientId: string;
  /** The origin of the API, the only one that is given a token. */
  readonly api: string;
}

const { VITE_AUTHORITY, VITE_CLIENT_ID, VITE_API } = import.meta.env;

export const settings: Settings = {
  authority: required('VITE_AUTHORITY', VITE_AUTHORITY),
  clientId: required('VITE_CLIENT_ID', VITE_CLIENT_ID),
  api: required('VITE_API', VITE_API),
};

function required(name: string, value: string | undefined): string {
  if (value === undefined || value === '')
    throw new Error(`${name} is not set: start the page with npm run example:spa`);
  return value;
}
