import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Where the built files (compiled rules, grammars) lie: beside the bundle when we run from `dist/`,
 * in the checkout's `dist/` when the sources run directly (tests).
 */
export function assetPath(name: string): string {
  for (const base of ['./', '../', '../../dist/', '../dist/']) {
    const path = fileURLToPath(new URL(base + name, import.meta.url));
    if (existsSync(path)) return path;
  }
  throw new Error(`built file "${name}" is missing: run "npm run build"`);
}
