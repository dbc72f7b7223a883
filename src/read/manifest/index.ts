/** Dependencies of manifests and lock files; the file's name says which kind it is. */
import { LineIndex } from '../../base/lines.ts';
import type { Reader, ReadResult, Source } from '../../model/source.ts';
import { readCargoToml } from './cargo.ts';
import { readVersionCatalog } from './catalog.ts';
import { readComposerJson, readComposerLock } from './composer.ts';
import { readCondaEnvironment } from './conda.ts';
import { Manifest } from './dependencies.ts';
import { readMsbuild, readPackagesConfig } from './dotnet.ts';
import { readGoMod } from './go.ts';
import { readGradle } from './gradle.ts';
import { readPom } from './maven.ts';
import { readBunLock, readPackageJson, readPackageLock, readPnpmLock, readYarnLock } from './npm.ts';
import { readPipfile, readPipfileLock, readPyproject, readSetupCfg } from './python.ts';
import { readRequirements } from './requirements.ts';
import { readGemfile, readGemfileLock } from './ruby.ts';
import { readTomlLock } from './toml-locks.ts';

export function createReader(): Promise<Reader> {
  return Promise.resolve(readManifest);
}

type ManifestReader = (manifest: Manifest) => void;

const READERS: readonly (readonly [RegExp, ManifestReader])[] = [
  [/^package\.json$/i, readPackageJson],
  [/^(?:package-lock|npm-shrinkwrap)\.json$/i, readPackageLock],
  [/^yarn\.lock$/i, readYarnLock],
  [/^pnpm-lock\.ya?ml$/i, readPnpmLock],
  [/^bun\.lock$/i, readBunLock],
  [/^(?:(?:.*[-_.])?requirements(?:[-_.].*)?|constraints(?:[-_.].*)?)\.(?:txt|in)$/i, readRequirements],
  [/^pyproject\.toml$/i, readPyproject],
  [/^setup\.cfg$/i, readSetupCfg],
  [/^Pipfile$/i, readPipfile],
  [/^Pipfile\.lock$/i, readPipfileLock],
  [/^(?:poetry|uv|pdm)\.lock$/i, manifest => readTomlLock(manifest, 'pypi')],
  [/^environment\.ya?ml$/i, readCondaEnvironment],
  [/^packages\.config$/i, readPackagesConfig],
  [/\.(?:props|targets|\w+proj)$/i, readMsbuild],
  [/^pom\.xml$/i, readPom],
  [/\.gradle(?:\.kts)?$/i, readGradle],
  [/\.versions\.toml$/i, readVersionCatalog],
  [/^go\.mod$/i, readGoMod],
  [/^Gemfile$/i, readGemfile],
  [/^Gemfile\.lock$/i, readGemfileLock],
  [/^composer\.json$/i, readComposerJson],
  [/^composer\.lock$/i, readComposerLock],
  [/^Cargo\.toml$/i, readCargoToml],
  [/^Cargo\.lock$/i, manifest => readTomlLock(manifest, 'cargo')],
];

function readManifest(source: Source): ReadResult {
  const manifest = new Manifest(source.path, source.text, new LineIndex(source.text));
  READERS.find(([pattern]) => pattern.test(manifest.fileName))?.[1](manifest);
  return { facts: manifest.facts, diagnostics: manifest.diagnostics };
}
