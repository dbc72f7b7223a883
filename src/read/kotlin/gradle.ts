/** Gradle scripts in Kotlin: programs that also declare dependencies. */
import type { Reader } from '../../model/source.ts';
import { createReader as createManifestReader } from '../manifest/index.ts';
import { createReader as createKotlinReader } from './index.ts';

/** What the script declares as a manifest does, then what it says as a program. */
export async function createReader(): Promise<Reader> {
  const [manifest, kotlin] = await Promise.all([createManifestReader(), createKotlinReader()]);
  return source => {
    const declared = manifest(source);
    const said = kotlin(source);
    return {
      facts: [...declared.facts, ...said.facts],
      diagnostics: [...declared.diagnostics, ...said.diagnostics],
    };
  };
}
