import { defineConfig } from 'vite';

// biome-ignore lint/style/noDefaultExport: Vite reads the default export
export default defineConfig({
  resolve: {
    // In this repository the packages are built from source, as Node runs them; a page of your own has them from npm and leaves this out.
    conditions: ['source', 'browser', 'module', 'import', 'default'],
  },
  build: {
    target: 'es2023',
    rolldownOptions: {
      // Two pages: the application, and the small one that the authority sends people back to.
      input: ['index.html', 'redirect.html'],
    },
  },
});
