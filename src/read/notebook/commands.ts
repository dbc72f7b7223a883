/** Facts of shell lines and magics: commands, installed packages, environment variables. */
import type { CommandFact, Fact, Named, Value } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { eggIn, requirementIn } from '../manifest/requirement.ts';
import type { MagicLine } from './magics.ts';
import { commandsIn, type Word } from './shell.ts';

/** The joined text of the notebook, and how to say where something stands. */
export interface Place {
  readonly text: string;
  span(start: number, end: number): Span;
}

/** What one shell line or magic says; its offsets are those of `place.text`. */
export function commandFacts(place: Place, line: MagicLine): Fact[] {
  if (line.kind === 'magic') return magicFacts(place, line);
  return commandsIn(place.text, line.start, line.end).flatMap(words => factsOf(place, words));
}

function magicFacts(place: Place, { start, end }: MagicLine): Fact[] {
  const [words] = commandsIn(place.text, start, end);
  const name = words?.[0]?.text ?? '';
  if (name === 'env' || name === 'set_env') return variables(place, place.text.slice(start, end), start);
  if (words && /^(?:pip3?|conda|mamba|uv)$/.test(name)) return factsOf(place, words);
  return name === 'sx' || name === 'system' || name === 'sh' ? factsOf(place, words?.slice(1) ?? []) : [];
}

/** `%env NAME=value`, `%env NAME value` set a variable, `%env NAME` reads it. */
function variables(place: Place, line: string, start: number): Fact[] {
  const match = /^(?:set_)?env[ \t]+([A-Za-z_]\w*)(?:[ \t]*=[ \t]*|[ \t]+|$)([^\r\n]*)/.exec(line);
  if (!match) return [];
  const [whole, name = '', given = ''] = match;
  const at = start + whole.indexOf(name, whole.indexOf('env') + 3);
  const value = given.trimEnd();
  const valueAt = start + whole.length - given.length;
  const span = place.span(at, at + name.length);
  const extent = place.span(start, start + whole.trimEnd().length);
  if (value === '') return [{ kind: 'envRead', name, access: /=/.test(whole) ? 'write' : 'read', span, extent }];
  const word: Word = {
    text: value.replace(/^(["'])(.*)\1$/, '$2'),
    holes: [],
    start: valueAt,
    end: valueAt + value.length,
  };
  return [{ kind: 'envRead', name, access: 'write', default: valueOf(place, withHoles(word)), span, extent }];
}

/** `{name}` in the value of a magic is filled by the notebook. */
function withHoles(word: Word): Word {
  const holes: string[] = [];
  const text = word.text.replace(/\$\{?(\w+)\}?|\{([A-Za-z_][\w.]*)\}/g, (_, shell?: string, python?: string) => {
    holes.push(shell ?? python ?? '');
    return '*';
  });
  return { ...word, text, holes };
}

// ---------------------------------------------------------------- commands

const ASSIGNMENT = /^([A-Za-z_]\w*)=/;
/** Words that stand before a command without being one, and those whose command says nothing. */
const BEFORE = new Set(['if', 'then', 'else', 'elif', 'while', 'until', 'do', 'sudo', 'time', 'nohup', '{', '!']);
const HEADERS = new Set(['for', 'case', 'select', 'function', 'fi', 'done', 'esac', '}', '[', '[[', 'true', 'false']);

function factsOf(place: Place, all: readonly Word[]): Fact[] {
  const facts: Fact[] = [];
  let words = all;
  while (words[0] && BEFORE.has(words[0].text)) words = words.slice(1);
  if (words[0] && HEADERS.has(words[0].text)) return facts;
  const exported = words[0]?.text === 'export' || words[0]?.text === 'set';
  if (exported) words = words.slice(1);
  while (words[0] && ASSIGNMENT.test(words[0].text)) {
    facts.push(assignment(place, words[0]));
    words = words.slice(1);
  }
  const [program] = words;
  if (exported || !program || (program.holes.length === 0 && /^[-\d]|^\W+$/.test(program.text))) return facts;
  const installed = installedBy(place, words);
  return installed ? [...facts, ...installed] : [...facts, command(place, program, words.slice(1))];
}

function assignment(place: Place, word: Word): Fact {
  const name = ASSIGNMENT.exec(word.text)?.[1] ?? '';
  const text = word.text.slice(name.length + 1);
  const value = valueOf(place, { ...word, text, start: word.start + name.length + 1 });
  return {
    kind: 'envRead',
    name,
    access: 'write',
    default: value,
    span: place.span(word.start, word.start + name.length),
    extent: place.span(word.start, word.end),
  };
}

function command(place: Place, program: Word, rest: readonly Word[]): CommandFact {
  const named: Named[] = [];
  const args: Value[] = [];
  const firstFlag = rest.findIndex(word => isFlag(word));
  const words = (firstFlag < 0 ? rest : rest.slice(0, firstFlag)).map(word => valueOf(place, word));
  for (let i = firstFlag < 0 ? rest.length : firstFlag; i < rest.length; i++) {
    const word = rest[i]!;
    if (!isFlag(word)) {
      args.push(valueOf(place, word));
      continue;
    }
    const equals = word.text.startsWith('--') ? word.text.indexOf('=') : -1;
    const following = rest[i + 1];
    const name = equals < 0 ? word.text : word.text.slice(0, equals);
    const span = place.span(word.start, equals < 0 ? word.end : word.start + equals);
    if (equals >= 0) {
      named.push({
        name,
        span,
        value: valueOf(place, { ...word, text: word.text.slice(equals + 1), start: word.start + equals + 1 }),
      });
    } else if (following && !isFlag(following)) {
      named.push({ name, span, value: valueOf(place, following) });
      i++;
    } else named.push({ name, span, value: { kind: 'literal', text: 'true', type: 'boolean', span } });
  }
  const last = rest.at(-1) ?? program;
  return {
    kind: 'command',
    program: program.text,
    words,
    named,
    args,
    span: place.span(program.start, program.end),
    extent: place.span(program.start, last.end),
  };
}

function isFlag(word: Word): boolean {
  return /^-{1,2}[A-Za-z]/.test(word.text);
}

function valueOf(place: Place, word: Word): Value {
  const span = place.span(word.start, word.end);
  if (word.holes.length === 0) return { kind: 'literal', text: word.text, type: 'string', span };
  const holes = word.holes.map((name): Value =>
    name === '' ? { kind: 'unknown', span } : { kind: 'reference', name, span },
  );
  return { kind: 'template', text: word.text, holes, span };
}

// ---------------------------------------------------------------- packages

/** Options of pip and conda that take the next word. */
const TAKES_VALUE =
  /^(?:-r|--requirement|-c|--constraint|-i|--index-url|--extra-index-url|-f|--find-links|-t|--target|--prefix|--root|--platform|--python-version|--proxy|--timeout|--trusted-host|--upgrade-strategy|--cache-dir|--src|--progress-bar|--channel|-n|--name|-p|--python)$/;

/** The packages of an install command; nothing when it is none. */
function installedBy(place: Place, words: readonly Word[]): Fact[] | undefined {
  const install = installer(words);
  if (!install) return undefined;
  const facts: Fact[] = [];
  let { rest } = install;
  for (let word = rest[0]; word; word = rest[0]) {
    rest = rest.slice(TAKES_VALUE.test(word.text) ? 2 : 1);
    if (word.text.startsWith('-') || word.holes.length > 0) continue;
    const fact = dependency(place, word, install.ecosystem);
    if (fact) facts.push(fact);
  }
  return facts;
}

function installer(words: readonly Word[]): { ecosystem: 'pypi' | 'conda'; rest: readonly Word[] } | undefined {
  let here = words;
  // `python -m pip`, `{sys.executable} -m pip`, `uv pip`.
  if (here[1]?.text === '-m' && /^pip3?$/.test(here[2]?.text ?? '')) here = here.slice(2);
  else if (here[0]?.text === 'uv' && here[1]?.text === 'pip') here = here.slice(1);
  const [program, verb] = here;
  const name = program?.text ?? '';
  if (verb?.text === 'install' && /^(?:.*\/)?pip3?(?:\.\d+)?$/.test(name))
    return { ecosystem: 'pypi', rest: here.slice(2) };
  if (verb?.text === 'add' && (name === 'uv' || name === 'poetry')) return { ecosystem: 'pypi', rest: here.slice(2) };
  if (verb?.text === 'install' && /^(?:conda|mamba)$/.test(name)) return { ecosystem: 'conda', rest: here.slice(2) };
  return undefined;
}

function dependency(place: Place, word: Word, ecosystem: 'pypi' | 'conda'): Fact | undefined {
  // Offsets count from the text without quotes; a quote before it shifts them by one.
  const lead = /^["']/.test(place.text.slice(word.start, word.start + 1)) ? 1 : 0;
  const found =
    ecosystem === 'conda'
      ? requirementIn(word.text.replace(/^.*::/, '').replace(/(?<![=<>!~])=(?!=)/, '=='), 0)
      : (requirementIn(word.text, 0) ?? eggIn(word.text, 0));
  if (!found || /[/\\]|\.(?:whl|zip|gz|txt)$/.test(found.name + (found.version ?? ''))) return undefined;
  const offset = word.start + lead + Math.max(0, place.text.slice(word.start + lead, word.end).indexOf(found.name));
  return {
    kind: 'dependency',
    ecosystem,
    name: found.name.toLowerCase().replace(/[-_.]+/g, '-'),
    ...(found.version && { version: found.version }),
    ...(found.extras && found.extras.length > 0 && { extras: found.extras }),
    span: place.span(offset, offset + found.name.length),
    extent: place.span(word.start, word.end),
  };
}
