/** Packages that a command line installs. */
import type { DependencyFact } from '../../model/fact.ts';
import { eggIn, requirementIn } from '../manifest/requirement.ts';
import { isFlag, textIn, type Line, type Word } from './command.ts';
import type { Place } from './excerpt.ts';

type Ecosystem = DependencyFact['ecosystem'];

/** Options that take the next word. */
const TAKES_VALUE =
  /^(?:-r|--requirement|-c|--constraint|-i|--index-url|--extra-index-url|-f|--find-links|-t|--target|--prefix|--root|--platform|--python-version|--proxy|--timeout|--trusted-host|--upgrade-strategy|--cache-dir|--src|--progress-bar|--channel|-n|--name|-p|--python|--registry|-v|--version|--source|-w|--workspace|--cwd)$/;

/** The packages of an install command; none when it is no such command. */
export function packagesOf(place: Place, line: Line): DependencyFact[] {
  const install = installer(line.words);
  if (!install) return [];
  const found: DependencyFact[] = [];
  for (let i = 0; i < install.rest.length; i++) {
    const word = install.rest[i] as Word;
    if (isFlag(word)) {
      if (TAKES_VALUE.test(textIn(word))) i += 1;
      continue;
    }
    const fact = dependency(place, word, install.ecosystem);
    if (fact) found.push(line.scope === undefined ? fact : { ...fact, scope: line.scope });
  }
  return found;
}

interface Install {
  readonly ecosystem: Ecosystem;
  readonly rest: readonly Word[];
}

/** Program and verb by ecosystem; the words after them are packages. */
const VERBS: readonly (readonly [program: RegExp, verb: RegExp, ecosystem: Ecosystem])[] = [
  [/^(?:.*\/)?(?:pip|pipx)\d?(?:\.\d+)?$/, /^install$/, 'pypi'],
  [/^(?:uv|poetry|pdm|rye)$/, /^add$/, 'pypi'],
  [/^pipenv$/, /^install$/, 'pypi'],
  [/^(?:conda|mamba|micromamba)$/, /^install$/, 'conda'],
  [/^npm$/, /^(?:i|install|add)$/, 'npm'],
  [/^(?:pnpm|yarn|bun)$/, /^(?:add|install|i)$/, 'npm'],
  [/^dotnet$/, /^add$/, 'nuget'],
  [/^Install-Package$/i, /./, 'nuget'],
  [/^go$/, /^(?:get|install)$/, 'go'],
  [/^gem$/, /^install$/, 'gem'],
  [/^cargo$/, /^add$/, 'cargo'],
  [/^composer$/, /^require$/, 'composer'],
];

function installer(all: readonly Word[]): Install | undefined {
  let words = all;
  // `python -m pip`, `uv pip`.
  if (textIn(words[1]) === '-m' && /^pip\d?$/.test(textIn(words[2]))) words = words.slice(2);
  else if (textIn(words[0]) === 'uv' && textIn(words[1]) === 'pip') words = words.slice(1);
  const [program, verb] = [textIn(words[0]), textIn(words[1])];
  const known = VERBS.find(([name, does]) => name.test(program) && does.test(verb));
  if (!known) return undefined;
  const [, , ecosystem] = known;
  if (program === 'dotnet') {
    // `dotnet add [project] package Name`.
    const at = words.findIndex(word => textIn(word) === 'package');
    return at < 0 ? undefined : { ecosystem, rest: words.slice(at + 1, at + 2) };
  }
  return { ecosystem, rest: words.slice(ecosystem === 'nuget' ? 1 : 2) };
}

function dependency(place: Place, word: Word, ecosystem: Ecosystem): DependencyFact | undefined {
  if (word.value.kind !== 'literal' || word.value.via !== undefined) return undefined;
  const found = ecosystem === 'pypi' || ecosystem === 'conda' ? python(word, ecosystem) : named(word, ecosystem);
  if (!found) return undefined;
  const written = place.text.slice(word.start, word.end);
  const start = word.start + Math.max(0, written.indexOf(found.written));
  return {
    kind: 'dependency',
    ecosystem,
    name: found.name,
    ...(found.version ? { version: found.version } : {}),
    ...(found.extras && found.extras.length > 0 ? { extras: found.extras } : {}),
    span: place.span(start, start + found.written.length),
    extent: place.span(word.start, word.end),
  };
}

interface Package {
  readonly name: string;
  readonly written: string;
  readonly version?: string | undefined;
  readonly extras?: readonly string[] | undefined;
}

function python(word: Word, ecosystem: 'pypi' | 'conda'): Package | undefined {
  const text = textIn(word);
  const found =
    ecosystem === 'conda'
      ? requirementIn(text.replace(/^.*::/, '').replace(/(?<![=<>!~])=(?!=)/, '=='), 0)
      : (requirementIn(text, 0) ?? eggIn(text, 0));
  if (!found || /[/\\]|\.(?:whl|zip|gz|txt)$/.test(found.name + (found.version ?? ''))) return undefined;
  const name = found.name.toLowerCase().replace(/[-_.]+/g, '-');
  return { name, written: found.name, version: found.version, extras: found.extras };
}

/** `name@version`, `@scope/name@version`, `host/path@version`. */
function named(word: Word, ecosystem: Ecosystem): Package | undefined {
  const match = /^(@?[A-Za-z0-9][\w.-]*(?:\/[\w.-]+)*)(?:@([^@]+))?$/.exec(textIn(word));
  const [, name = '', version] = match ?? [];
  if (name === '' || (ecosystem === 'npm' && name.includes('/') && !name.startsWith('@'))) return undefined;
  return { name, written: name, version };
}
