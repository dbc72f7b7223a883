import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    // The parsers are heavy to load; a fork per file would pay for them again and again.
    pool: 'threads',
    isolate: false,
    // The style of the HTML report is imported as text; vitest would empty it.
    css: { include: [/page\.css/] },
  },
});
