/// <reference types="vite/client" />

interface ImportMetaEnv {
  readonly VITE_AUTHORITY?: string;
  readonly VITE_CLIENT_ID?: string;
  readonly VITE_API?: string;
}
