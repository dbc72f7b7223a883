/**
 * `import text from './page.css?raw'`: the file as a text, minified. vitest knows the same spelling by itself, so that
 * sources mean the same in tests and in the bundle.
 */
import { transform } from 'esbuild';
import { readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';

export const raw = {
  name: 'raw',
  setup(build) {
    build.onResolve({ filter: /\?raw$/ }, ({ path, resolveDir, importer }) => ({
      path: join(resolveDir || dirname(importer), path.slice(0, -'?raw'.length)),
      namespace: 'raw',
    }));
    build.onLoad({ filter: /.*/, namespace: 'raw' }, async ({ path }) => {
      const loader = extname(path).slice(1);
      const { code } = await transform(readFileSync(path, 'utf8'), { loader, minify: true, legalComments: 'none' });
      return { contents: code.trim(), loader: 'text' };
    });
  },
};
