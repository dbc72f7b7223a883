/** Settings that a command line hands to another program: `-e NAME=value`, `env set NAME value`, `--settings A=b`. */
import type { SettingFact, Value } from '../../model/fact.ts';
import { setting } from '../settings.ts';
import { isFlag, joinedValue, textIn, type Line, type Word } from './command.ts';
import type { Place } from './excerpt.ts';
import { unscoped } from './written.ts';

/** Flags whose words are `NAME=value`. */
const ASSIGNING =
  /^--?(?:e|env|env-?vars?|set-env-vars|replace-env-vars|update-env-vars|environment(?:-variables)?|secure-environment-variables|settings|app-?settings|slot-settings|build-arg|from-literal|set|set-string|secrets|parameters|p|variables)$/i;
/** Flags that mean something else in too many programs to take a word without a shape for a setting. */
const AMBIGUOUS = /^--?(?:e|p|set|set-string|parameters|secrets|variables|environment|settings)$/i;

const PAIR = /^([A-Za-z_][\w.:-]*?)\s*=/;

/** `… env set`, `… user-secrets set`, `… secret set`, `… config set`, `… config:set`: the words after it. */
const STORES = /^(?:env|secrets?|user-secrets|variables?|vars?|config|config:set|configuration|param(?:eter)?s?)$/;
const VERBS = /^(?:set|add|create|put)$/;

export function settingsOf(place: Place, line: Line): SettingFact[] {
  const found = [...fromFlags(place, line.words), ...fromVerb(place, line.words)];
  const { scope } = line;
  return found.map(fact => (scope === undefined ? unscoped(fact) : { ...fact, scope }));
}

function fromFlags(place: Place, words: readonly Word[]): SettingFact[] {
  const found: SettingFact[] = [];
  let flag: string | undefined;
  for (const word of words.slice(1)) {
    if (!isFlag(word)) {
      if (flag !== undefined) found.push(...pairsIn(place, word, 0, flag));
      continue;
    }
    const text = textIn(word);
    const name = text.split('=', 1)[0] ?? '';
    flag = ASSIGNING.test(name) ? name : undefined;
    // `--from-literal=NAME=value`, `--env=NAME=value`.
    if (flag !== undefined && name.length < text.length) found.push(...pairsIn(place, word, name.length + 1, flag));
  }
  return found;
}

function pairsIn(place: Place, word: Word, from: number, flag: string): SettingFact[] {
  const text = textIn(word).slice(from);
  const match = PAIR.exec(text);
  const group = flag.replace(/^-+/, '');
  const lead = word.quoted && from === 0 ? 1 : 0;
  if (match) {
    const name = match[1] ?? '';
    return [pair(place, word, group, name, from + lead, joinedValue(place, word, from + match[0].length))];
  }
  // `-e NAME`: handed through from outside.
  if (from > 0 || AMBIGUOUS.test(flag) || !/^[A-Z_][A-Z0-9_]*$/.test(text)) return [];
  const value: Value = {
    kind: 'env',
    name: text,
    span: place.span(word.start + lead, word.start + lead + text.length),
  };
  return [pair(place, word, group, text, lead, value)];
}

function pair(place: Place, word: Word, group: string, name: string, lead: number, value: Value): SettingFact {
  const span = place.span(word.start + lead, word.start + lead + name.length);
  return setting('command', [group, name], span, value, { extent: place.span(word.start, word.end) });
}

function fromVerb(place: Place, words: readonly Word[]): SettingFact[] {
  const plain = words.filter(word => !isFlag(word));
  const at = plain.findIndex(
    (word, i) =>
      i > 0 &&
      i < 4 &&
      !word.quoted &&
      (textIn(word) === 'config:set' || (VERBS.test(textIn(word)) && STORES.test(textIn(plain[i - 1])))),
  );
  if (at < 0) return [];
  const [verb, store] = [textIn(plain[at]), textIn(plain[at - 1])];
  const group = verb === 'config:set' ? 'config' : store;
  // Words that are the value of a flag do not count.
  const rest = operands(words, plain[at] as Word);
  const pairs = rest.flatMap(word => (PAIR.test(textIn(word)) ? pairsIn(place, word, 0, group) : []));
  if (pairs.length > 0) return pairs;
  const [name, value] = rest;
  const text = textIn(name);
  if (!name || !/^[A-Za-z_][\w.:-]*$/.test(text) || name.value.kind !== 'literal') return [];
  const given = value?.value ?? flagged(words, /^(?:-b|--body|--value)$/);
  const lead = name.quoted ? 1 : 0;
  const span = place.span(name.start + lead, name.start + lead + text.length);
  const shown: Value = given ?? { kind: 'unknown', span };
  const extent = place.span(name.start, (value ?? name).end);
  return [setting('command', [group, text], span, shown, { extent })];
}

function flagged(words: readonly Word[], flag: RegExp): Value | undefined {
  const at = words.findIndex(word => isFlag(word) && flag.test(textIn(word)));
  return at < 0 ? undefined : words[at + 1]?.value;
}

/** Words after `verb` that are neither flags nor, as far as can be told, values of flags. */
function operands(words: readonly Word[], verb: Word): Word[] {
  const from = words.indexOf(verb) + 1;
  const found: Word[] = [];
  for (let i = from; i < words.length; i++) {
    const word = words[i] as Word;
    if (!isFlag(word)) found.push(word);
    else if (!textIn(word).includes('=') && words[i + 1] && !isFlag(words[i + 1] as Word)) i += 1;
  }
  return found;
}
