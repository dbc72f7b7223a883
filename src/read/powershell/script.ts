/** Facts of a PowerShell script: commands, assignments, hashtables, texts, the environment. */
import {
  textOf,
  type CommandFact,
  type Fact,
  type Named,
  type ObjectValue,
  type StringFact,
  type Value,
} from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { append } from '../append.ts';
import { joined } from '../known.ts';
import { through } from '../settings.ts';
import { callValue, commandFact, isFlag, textIn, type Line, type Word } from '../shell/command.ts';
import { withoutReturns, type Place } from '../shell/excerpt.ts';
import { packagesOf } from '../shell/packages.ts';
import { settingsOf } from '../shell/settings.ts';
import { isJson, jsonEntries, settingsWritten } from '../shell/written.ts';
import { BARE, Scanner, VARIABLE } from './scanner.ts';
import { quotedText, type Piece } from './strings.ts';

export interface ScriptProblem {
  readonly message: string;
  readonly line: number;
}
export interface ScriptFacts {
  readonly facts: Fact[];
  readonly problems: readonly ScriptProblem[];
}

/** Brackets inside brackets; deeper than this only a machine writes, and is passed over. */
const MAX_DEPTH = 120;
const MAX_VALUES = 4;
/** Longer texts are not filled in where their name stands. */
const MAX_TEXT = 2000;

const SPEAKS =
  /^(?:Write-(?:Host|Error|Warning|Verbose|Information|Debug|Output|Progress|Log\w*)|throw|echo|Read-Host|log\w*)$/i;
const COMPARES = /^-[ci]?(?:eq|ne|like|notlike|match|notmatch|contains|notcontains|in|notin)$/i;
const OPERATOR =
  /-(?:[ci]?(?:eq|ne|like|notlike|match|notmatch|contains|notcontains|in|notin|gt|ge|lt|le|replace|split)|and|or|xor|not|is|isnot|as|f|join|band|bor|bxor|bnot|shl|shr)(?![\w-])/iy;
/** Words after which the statement goes on, with brackets and blocks of its own. */
const KEYWORDS =
  /(?:if|elseif|else|while|until|do|for|foreach|in|switch|try|catch|finally|trap|return|throw|exit|begin|process|end|dynamicparam|using|break|continue|class|enum|data|param)(?![\w-])/iy;

/** Everything a script says. */
export function readScript(place: Place): ScriptFacts {
  return new Script(withoutReturns(place)).read();
}

/** What an expression stands in. */
interface Context {
  readonly role: StringFact['role'];
  /** The variable, key or parameter the value goes to. */
  readonly into: string;
  /** Keys of the hashtables around it, the variable first. */
  readonly path: readonly string[];
  /** Part of a message: nothing in it is a fact. */
  readonly message?: true;
}
const NOWHERE: Context = { role: 'value', into: '', path: [] };

class Script {
  readonly #place: Place;
  readonly #scan: Scanner;
  readonly #facts: Fact[] = [];
  readonly #problems: ScriptProblem[] = [];
  readonly #names = new Map<string, Value[]>();
  #scope: string | undefined;
  #depth = 0;

  constructor(place: Place) {
    this.#place = place;
    this.#scan = new Scanner(place.text);
  }

  read(): ScriptFacts {
    while (!this.#scan.done) {
      this.#statements('');
      // A bracket that closes nothing.
      if (!this.#scan.done) this.#scan.pos += 1;
    }
    return { facts: this.#facts, problems: this.#problems };
  }

  #add(fact: Fact): void {
    this.#facts.push(this.#scope === undefined || fact.scope !== undefined ? fact : { ...fact, scope: this.#scope });
  }

  #span(start: number, end = this.#scan.pos): Span {
    return this.#place.span(start, end);
  }

  // ---------------------------------------------------------------- statements

  /** Statements up to `close`, which stays; gives the value of the only one. */
  #statements(close: string, context: Context = NOWHERE): Value[] {
    const scan = this.#scan;
    const values: Value[] = [];
    for (;;) {
      scan.blanks(true);
      if (scan.done || scan.peek() === close || /[)}\]]/.test(scan.peek())) return values;
      const before = scan.pos;
      const value = this.#statement(context);
      if (value && values.length <= MAX_VALUES) values.push(value);
      if (scan.pos === before) scan.pos += 1;
    }
  }

  #statement(context: Context): Value | undefined {
    const scan = this.#scan;
    if (/[;|&,]/.test(scan.peek())) {
      scan.pos += 1;
      return undefined;
    }
    const definition = scan.take(/(?:function|filter|workflow|configuration)[ \t]+(?=[\w:-]+)/iy);
    if (definition !== '') {
      this.#function();
      return undefined;
    }
    const keyword = scan.take(KEYWORDS);
    if (keyword !== '') return this.#keyword(keyword.toLowerCase());
    return this.#assignmentOrPipeline(context, 'variable');
  }

  #function(): void {
    const scan = this.#scan;
    const name = scan.take(/[\w:-]+/y);
    const outer = this.#scope;
    this.#scope = outer === undefined ? name : `${outer}.${name}`;
    scan.blanks(true);
    if (scan.peek() === '(') this.#parameters();
    scan.blanks(true);
    if (scan.peek() === '{') this.#block(NOWHERE);
    this.#scope = outer;
  }

  #keyword(keyword: string): Value | undefined {
    const scan = this.#scan;
    if (keyword === 'param') {
      scan.blanks(true);
      if (scan.peek() === '(') this.#parameters();
      return undefined;
    }
    if (keyword === 'throw') return this.#pipeline({ ...NOWHERE, message: true });
    if (keyword === 'switch') this.#switch();
    return undefined;
  }

  /** `switch ($x) { 'a' { … } 'b' { … } }`. */
  #switch(): void {
    const scan = this.#scan;
    scan.blanks(false);
    scan.take(/(?:-\w+[ \t]+)*/y);
    if (scan.peek() === '(') this.#bracketed(NOWHERE);
    scan.blanks(true);
    if (scan.peek() !== '{') return;
    scan.pos += 1;
    for (;;) {
      scan.blanks(true);
      if (scan.done || scan.peek() === '}') break;
      const before = scan.pos;
      if (scan.peek() === '{') this.#block(NOWHERE);
      else if (scan.peek() === ';') scan.pos += 1;
      else this.#term({ ...NOWHERE, role: 'compare' }, true);
      if (scan.pos === before) scan.pos += 1;
    }
    scan.pos += 1;
  }

  /** `( [Type]$Name = default, … )`. */
  #parameters(): void {
    const scan = this.#scan;
    scan.pos += 1;
    for (;;) {
      scan.blanks(true);
      if (scan.done || scan.peek() === ')') break;
      const before = scan.pos;
      if (scan.peek() === ',') scan.pos += 1;
      else if (scan.peek() === '[') scan.skipBracketed();
      else this.#assignmentOrPipeline(NOWHERE, 'parameter');
      if (scan.pos === before) scan.pos += 1;
    }
    scan.pos += 1;
  }

  #assignmentOrPipeline(context: Context, role: 'variable' | 'parameter'): Value | undefined {
    const scan = this.#scan;
    const start = scan.pos;
    // `[string] $name`: the type says nothing here.
    const typed = /(?:\[[\w.,[\] ]*\]\s*)+(?=\$)/y;
    const cast = scan.match(typed);
    if (cast) scan.pos += cast[0].length;
    const variable = scan.match(VARIABLE);
    if (!variable) {
      scan.pos = start;
      return this.#pipeline(context);
    }
    const at = scan.pos;
    const name = variable[1] ?? variable[2] ?? '';
    scan.pos += variable[0].length;
    const path = scan.take(/(?:\.[A-Za-z_]\w*)*/y);
    const index = scan.match(/\[(["'])([^"'\r\n]*)\1\]/y);
    if (index) scan.pos += index[0].length;
    const afterName = scan.pos;
    scan.blanks(false);
    const assigns = scan.match(/(?:[-+*/%]|\?\?)?=(?!=)/y);
    if (!assigns) {
      if (role === 'parameter') this.#define(name, at, afterName, undefined, role, '');
      scan.pos = role === 'parameter' ? afterName : start;
      return role === 'parameter' ? undefined : this.#pipeline(context);
    }
    scan.pos += assigns[0].length;
    scan.blanks(true);
    const target = index ? (index[2] ?? '') : `${plainName(name)}${path}`;
    const inside: Context = { role: 'value', into: target, path: index ? [plainName(name), target] : [target] };
    const value = this.#assigned(inside, role);
    if (index)
      this.#entry(
        {
          name: target,
          span: this.#span(afterName - target.length - 2, afterName - 2),
          value: value ?? this.#unknown(at),
        },
        [plainName(name)],
      );
    else this.#define(name, at, afterName, value, role, path);
    return undefined;
  }

  /** The right side; `if (…) { a } else { b }` may stand there. */
  #assigned(context: Context, role: 'variable' | 'parameter'): Value | undefined {
    const scan = this.#scan;
    if (role === 'parameter') return this.#expression(context, true);
    if (scan.match(KEYWORDS)) return undefined;
    return this.#assignsAgain(context) ?? this.#pipeline(context);
  }

  /** `$a = $b = value`. */
  #assignsAgain(context: Context): Value | undefined {
    return this.#scan.match(/\$\w+\s*=(?!=)/y) && this.#depth < MAX_DEPTH
      ? this.#nested(() => this.#assignmentOrPipeline(context, 'variable'))
      : undefined;
  }

  #nested<T>(read: () => T): T {
    this.#depth += 1;
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #define(
    name: string,
    start: number,
    end: number,
    value: Value | undefined,
    role: 'variable' | 'parameter',
    path: string,
  ): void {
    const own = plainName(name);
    const lead = start + 1 + (this.#place.text[start + 1] === '{' ? 1 : 0) + name.length - own.length;
    const span = this.#span(lead, lead + own.length);
    const extent = value ? through(span, this.#span(end)) : span;
    const environment = /^env:/i.test(name);
    if (value && path === '' && !environment) {
      const key = own.toLowerCase();
      const known = this.#names.get(key);
      if (known) known.push(value);
      else this.#names.set(key, [value]);
    }
    const full = path === '' ? own : `${own}${path}`;
    this.#add({
      kind: 'definition',
      name: full,
      role: path === '' ? role : 'attribute',
      ...(value ? { value } : {}),
      span,
      extent,
    });
    if (environment)
      this.#add({ kind: 'envRead', name: own, access: 'write', ...(value ? { default: value } : {}), span, extent });
  }

  // ---------------------------------------------------------------- pipelines and commands

  /** A pipeline to its end; its value is what its first part gives. */
  #pipeline(context: Context): Value | undefined {
    const scan = this.#scan;
    const start = scan.pos;
    const first = this.#element(context);
    let more = false;
    for (;;) {
      scan.blanks(false);
      const bar = scan.take(/\|\||&&|\|/y);
      if (bar === '') break;
      more = true;
      scan.blanks(true);
      this.#element(NOWHERE);
    }
    return more && first && first.kind !== 'call' && first.kind !== 'object'
      ? { kind: 'unknown', span: this.#span(start) }
      : first;
  }

  #element(context: Context): Value | undefined {
    const scan = this.#scan;
    scan.take(/[&.][ \t]+/y);
    const char = scan.peek();
    const expression =
      /["'$@([{\d!+,]/.test(char) || scan.match(OPERATOR) || (char === '-' && /[\d($]/.test(scan.peek(1)));
    return expression ? this.#expression(context, false) : this.#command(context);
  }

  #command(context: Context): Value | undefined {
    const scan = this.#scan;
    const start = scan.pos;
    const words: Word[] = [];
    const splats: Named[] = [];
    let flag: string | undefined;
    let message = context.message === true;
    for (;;) {
      scan.blanks(false);
      if (scan.done || /[\r\n;|)}\]]/.test(scan.peek()) || scan.at('&&')) break;
      const before = scan.pos;
      if (scan.peek() === '&') {
        scan.pos += 1;
        continue;
      }
      if (scan.take(/[*\d]?>>?(?:&\d)?|</y) !== '') {
        scan.blanks(false);
        this.#argument({ ...NOWHERE, message: true });
        continue;
      }
      if (scan.take(/,/y) !== '') continue;
      const splat = scan.match(/@([A-Za-z_]\w*)/y);
      if (splat && words.length > 0) {
        scan.pos += splat[0].length;
        append(splats, this.#splatted(splat[1] ?? '', this.#span(before)));
        continue;
      }
      const into = flag ?? textIn(words[0]);
      const word = this.#argument({
        role: 'argument',
        into,
        path: [into.replace(/^-+/, '')],
        ...(message ? { message: true } : {}),
      });
      if (!word) {
        if (scan.pos === before) scan.pos += 1;
        continue;
      }
      words.push(word);
      if (words.length === 1 && SPEAKS.test(textIn(word))) message = true;
      flag = words.length > 1 && isFlag(word) ? textIn(word) : undefined;
    }
    const last = words.at(-1);
    if (!last || !/^[\w.\\/:*~%-]+$/.test(textIn(words[0]))) return undefined;
    const line: Line = {
      words,
      start: words[0]?.start ?? start,
      end: last.end,
      ...(this.#scope === undefined ? {} : { scope: this.#scope }),
    };
    this.#commandFacts(line, splats, message);
    return callValue(this.#place, words, line.start, line.end);
  }

  #commandFacts(line: Line, splats: readonly Named[], message: boolean): void {
    const fact = commandFact(this.#place, line);
    if (!fact || /^-|^\W+$|^\d/.test(fact.program)) return;
    const command: CommandFact = splats.length === 0 ? fact : { ...fact, named: [...fact.named, ...splats] };
    this.#add(command);
    if (message) return;
    for (const inner of packagesOf(this.#place, line)) this.#add(inner);
    for (const inner of settingsOf(this.#place, line)) this.#add(inner);
  }

  /** The entries of a hashtable that is handed over as parameters. */
  #splatted(name: string, span: Span): Named[] {
    const value = this.#names.get(name.toLowerCase())?.at(-1);
    if (value?.kind !== 'object') return [];
    return value.entries.map(entry => ({
      name: `-${entry.name}`,
      span,
      value: { ...entry.value, span, via: name },
      spread: true,
    }));
  }

  /** One argument of a command: a word, a text, a value, a block. */
  #argument(context: Context): Word | undefined {
    const scan = this.#scan;
    const start = scan.pos;
    const pieces: (string | Value)[] = [];
    let quoted = false;
    for (let first = true; ; first = false) {
      const char = scan.peek();
      if (scan.done || /[\s;|,)}]/.test(char)) break;
      if (!first && (char === '{' || scan.at('@{') || scan.at('@('))) break;
      if (char === '"' || char === "'" || /^@["']/.test(scan.text.slice(scan.pos, scan.pos + 2))) {
        if (first) quoted = true;
        const value = this.#quoted(first ? context : { ...context, message: true });
        if (value) pieces.push(value);
        else break;
      } else if (char === '(' || char === '{' || char === '@' || scan.at('$(') || this.#startsValue()) {
        const value = this.#term(context, false);
        if (!value) break;
        pieces.push(value);
      } else {
        const bare = scan.take(BARE);
        if (bare === '') break;
        pieces.push(bare.replace(/`(.)/g, '$1'));
      }
    }
    if (scan.pos === start) return undefined;
    const span = this.#span(start);
    const [only] = pieces;
    const value =
      pieces.length === 1 && only !== undefined && typeof only !== 'string' ? { ...only, span } : joined(pieces, span);
    if (
      !quoted &&
      !context.message &&
      (value.kind === 'template' || value.kind === 'literal') &&
      value.via === undefined &&
      /[/.:]/.test(value.text) &&
      !value.text.startsWith('-')
    )
      this.#string(value, context);
    return { start, end: scan.pos, value, quoted };
  }

  #startsValue(): boolean {
    return this.#scan.match(VARIABLE) !== null;
  }

  // ---------------------------------------------------------------- expressions

  /** Terms and operators; a line end ends it, and so does a comma where it separates parameters. */
  #expression(context: Context, parameter: boolean): Value | undefined {
    const scan = this.#scan;
    const start = scan.pos;
    const values: Value[] = [];
    let glue = '';
    let result: Value | undefined;
    let here = context;
    for (;;) {
      scan.blanks(false);
      if (scan.done || /[\r\n;|)}\]]/.test(scan.peek()) || scan.at('&&')) break;
      const before = scan.pos;
      const operator = scan.take(OPERATOR) || scan.take(/\?\?|\.\.|[-+*/%!?:=<>&]/y);
      if (operator !== '') {
        glue = operator;
        // A text that is compared with another is not handed on.
        if (COMPARES.test(operator)) {
          this.#wasCompared(values.at(-1));
          here = { ...context, role: 'compare' };
        } else here = context;
        scan.blanks(true);
        continue;
      }
      if (scan.peek() === ',') {
        if (parameter) break;
        glue = ',';
        scan.pos += 1;
        scan.blanks(true);
        continue;
      }
      const value = this.#term(here, false);
      if (value && here.role === 'compare' && here !== context) this.#comparedName(value);
      if (value) {
        result = combined(result, glue, value, this.#span(start));
        if (values.length < 2) values.push(value);
      } else if (scan.pos === before) {
        if (scan.take(BARE) === '') scan.pos += 1;
      }
    }
    return result;
  }

  /** The text before `-eq`: it was given as a value, and is one of a comparison. */
  #wasCompared(value: Value | undefined): void {
    if (value?.kind !== 'literal' || value.via !== undefined) return;
    const at = this.#facts.findLastIndex(fact => fact.kind === 'string' && fact.span === value.span);
    const fact = this.#facts[at];
    if (fact?.kind === 'string') this.#facts[at] = { ...fact, role: 'compare' };
  }

  /** `-eq $name`: the name of what a value is compared with says what is meant, as a text would. */
  #comparedName(value: Value): void {
    const name = value.via ?? (value.kind === 'reference' ? value.name : undefined);
    if (name === undefined || !/^\w+$/.test(name)) return;
    this.#add({ kind: 'member', name, path: name, resolved: false, span: value.span });
  }

  #term(context: Context, inSwitch: boolean): Value | undefined {
    const scan = this.#scan;
    const start = scan.pos;
    const char = scan.peek();
    let value: Value | undefined;
    if (char === '"' || char === "'" || /^@["']/.test(scan.text.slice(scan.pos, scan.pos + 2)))
      value = this.#quoted(context);
    else if (scan.at('@{')) value = this.#hashtable(context);
    else if (scan.at('@(')) {
      scan.pos += 1;
      value = this.#list(context, start);
    } else if (char === '(' || scan.at('$(')) {
      if (char === '$') scan.pos += 1;
      value = this.#bracketed(context);
    } else if (char === '{') {
      this.#block(NOWHERE);
      return this.#unknown(start);
    } else if (char === '[') value = this.#typed(context);
    else if (char === '$') value = this.#variable(context);
    else if (/\d/.test(char)) {
      const text = scan.take(/[\d.]+(?:[eE]\d+)?\w*/y);
      value = { kind: 'literal', text, type: 'number', span: this.#span(start) };
    } else if (inSwitch) {
      const text = scan.take(BARE);
      if (text !== '' && text !== 'default')
        this.#string({ kind: 'literal', text, type: 'string', span: this.#span(start) }, context);
      return undefined;
    }
    return value && this.#after(value, start);
  }

  /** `.name`, `[index]`, `::name`, `(…)` after a value. */
  #after(value: Value, start: number): Value {
    const scan = this.#scan;
    let here = value;
    for (;;) {
      const member = scan.match(/(?:\?\.|\.|::)([A-Za-z_]\w*)/y);
      if (member) {
        scan.pos += member[0].length;
        const span = this.#span(start);
        here =
          here.kind === 'reference'
            ? { kind: 'reference', name: `${here.name}.${member[1] ?? ''}`, span }
            : here.kind === 'call'
              ? { ...here, span }
              : { kind: 'unknown', span };
        if (scan.peek() === '(') {
          this.#bracketed(NOWHERE);
          here = { kind: 'unknown', span: this.#span(start) };
        }
      } else if (scan.peek() === '[' && here.kind !== 'literal' && here.kind !== 'object') {
        this.#index();
        here = here.kind === 'call' ? here : { kind: 'unknown', span: this.#span(start) };
      } else return here;
    }
  }

  #index(): void {
    const scan = this.#scan;
    if (this.#depth >= MAX_DEPTH) {
      scan.skipBracketed();
      return;
    }
    scan.pos += 1;
    this.#nested(() => this.#statements(']', { ...NOWHERE, role: 'key' }));
    if (scan.peek() === ']') scan.pos += 1;
  }

  #unknown(start: number): Value {
    return { kind: 'unknown', span: this.#span(start) };
  }

  /** `( … )`: the value of what stands inside, when it is one. */
  #bracketed(context: Context): Value {
    const scan = this.#scan;
    const start = scan.pos;
    const values = this.#inside(')', context);
    const [only] = values;
    return values.length === 1 && only ? { ...only, span: this.#span(start) } : this.#unknown(start);
  }

  #list(context: Context, start: number): Value {
    const values = this.#inside(')', context);
    const [only] = values;
    if (values.length === 1 && only?.kind === 'list') return { ...only, span: this.#span(start) };
    return { kind: 'list', items: values, span: this.#span(start) };
  }

  #block(context: Context): void {
    this.#inside('}', context);
  }

  #inside(close: string, context: Context): Value[] {
    const scan = this.#scan;
    if (this.#depth >= MAX_DEPTH) {
      scan.skipBracketed();
      return [];
    }
    const open = scan.pos;
    scan.pos += 1;
    const values = this.#nested(() => this.#statements(close, context));
    // Another bracket than the one that is open: it closes something around this.
    if (scan.peek() === close) scan.pos += 1;
    else if (this.#problems.length === 0)
      this.#problems.push({ message: `"${this.#place.text[open] ?? ''}" is not closed`, line: this.#span(open).line });
    return values;
  }

  /** `[Type]::Method(…)`, `[Type]value`. */
  #typed(context: Context): Value {
    const scan = this.#scan;
    const start = scan.pos;
    scan.skipBracketed();
    const type = scan.text.slice(start + 1, Math.max(start + 1, scan.pos - 1));
    const method = scan.match(/::([A-Za-z_]\w*)/y);
    if (!method) {
      scan.blanks(false);
      const cast =
        /["'@$([]/.test(scan.peek()) && this.#depth < MAX_DEPTH
          ? this.#nested(() => this.#term(context, false))
          : undefined;
      return cast ?? this.#unknown(start);
    }
    scan.pos += method[0].length;
    const from = this.#facts.length;
    const inner = scan.peek() === '(' ? this.#inside(')', { ...NOWHERE, role: 'argument', into: method[1] ?? '' }) : [];
    const read = this.#environmentCall(type, method[1] ?? '', inner, from, start);
    if (read) return read;
    // `[Type]::Member`, where nothing is called.
    if (scan.text[scan.pos - 1] !== ')' && /^[\w.]+$/.test(type)) {
      const name = method[1] ?? '';
      this.#add({ kind: 'member', name, path: `${type}.${name}`, resolved: false, span: this.#span(start) });
    }
    return this.#unknown(start);
  }

  /** `[Environment]::GetEnvironmentVariable('NAME')` and its twin. */
  #environmentCall(
    type: string,
    method: string,
    inner: readonly Value[],
    from: number,
    start: number,
  ): Value | undefined {
    const does = /^(Get|Set)EnvironmentVariable$/i.exec(method)?.[1]?.toLowerCase();
    if (does === undefined || !/(?:^|\.)Environment$/i.test(type)) return undefined;
    const all = inner.flatMap(value => (value.kind === 'list' ? value.items : [value]));
    const [name, given] = all;
    if (name?.kind !== 'literal') return undefined;
    const at = this.#facts.findIndex((fact, i) => i >= from && fact.kind === 'string' && fact.text === name.text);
    if (at >= 0) this.#facts.splice(at, 1);
    const extent = this.#span(start);
    const write = does === 'set';
    this.#add({
      kind: 'envRead',
      name: name.text,
      access: write ? 'write' : 'read',
      ...(write && given ? { default: given } : {}),
      span: inQuotes(name.span),
      extent,
    });
    return write ? undefined : { kind: 'env', name: name.text, span: extent };
  }

  #variable(context: Context): Value | undefined {
    const scan = this.#scan;
    const variable = scan.match(VARIABLE);
    if (!variable) return undefined;
    const start = scan.pos;
    scan.pos += variable[0].length;
    return this.#named(variable[1] ?? variable[2] ?? '', start, scan.pos, context);
  }

  #named(name: string, start: number, end: number, context: Context): Value {
    const span = this.#place.span(start, end);
    if (/^env:/i.test(name)) {
      const own = name.slice(4);
      const lead = start + 1 + (this.#place.text[start + 1] === '{' ? 1 : 0) + 4;
      if (!context.message)
        this.#add({
          kind: 'envRead',
          name: own,
          access: 'read',
          span: this.#place.span(lead, lead + own.length),
          extent: span,
        });
      return { kind: 'env', name: own, span };
    }
    if (/^(?:true|false)$/i.test(name)) return { kind: 'literal', text: name.toLowerCase(), type: 'boolean', span };
    if (/^null$/i.test(name)) return { kind: 'literal', text: 'null', type: 'null', span };
    const own = plainName(name);
    const known = (this.#names.get(own.toLowerCase()) ?? []).filter(isTelling);
    const [first] = known;
    if (!first || known.length > MAX_VALUES) return { kind: 'reference', name: own, span };
    if (known.length === 1) return { ...first, span, via: own };
    return { kind: 'choice', options: known.map(option => ({ ...option, span, via: own })), span, via: own };
  }

  // ---------------------------------------------------------------- texts and hashtables

  #quoted(context: Context): Value | undefined {
    const scan = this.#scan;
    const start = scan.pos;
    const quoted = quotedText(scan);
    if (!quoted) return undefined;
    const after = scan.pos;
    const span = this.#span(start, after);
    if (!quoted.closed && this.#problems.length === 0)
      this.#problems.push({ message: 'a text is not closed', line: span.line });
    const value = joined(
      quoted.pieces.flatMap(piece => this.#piece(piece, context)),
      span,
    );
    scan.pos = after;
    if (context.message) return value;
    this.#string(value, context);
    const { start: from, end } = quoted.inner;
    if (isJson(textOf(value) ?? ''))
      for (const fact of jsonEntries(this.#place, from, end, context.into)) this.#add(fact);
    else if (quoted.here) for (const fact of settingsWritten(this.#place, from, end, context.into)) this.#add(fact);
    return value;
  }

  #piece(piece: Piece, context: Context): (string | Value)[] {
    if (piece.kind === 'text') return [piece.text];
    if (piece.kind === 'variable') return [this.#named(piece.name, piece.start, piece.end, context)];
    const scan = this.#scan;
    const unknown: Value = { kind: 'unknown', span: this.#span(piece.start, piece.end) };
    if (this.#depth >= MAX_DEPTH) return [unknown];
    const back = scan.pos;
    scan.pos = piece.start;
    const inner: Context = context.message ? { ...NOWHERE, message: true } : NOWHERE;
    const [only] = this.#nested(() => this.#statements(')', inner));
    scan.pos = back;
    return [only ?? unknown];
  }

  #string(value: Value, { role, into, message }: Context): void {
    const text = textOf(value);
    if (text === undefined || text === '' || text === '*' || message) return;
    const template = value.kind === 'template';
    this.#add({
      kind: 'string',
      text,
      role,
      ...(into === '' ? {} : { into }),
      span: value.span,
      ...(template ? { template } : {}),
    });
  }

  /** `@{ name = value; 'other name' = value }`. */
  #hashtable(context: Context): Value {
    const scan = this.#scan;
    const start = scan.pos;
    scan.pos += 1;
    if (this.#depth >= MAX_DEPTH) {
      scan.skipBracketed();
      return this.#unknown(start);
    }
    scan.pos += 1;
    const entries: Named[] = [];
    this.#nested(() => {
      for (;;) {
        scan.blanks(true);
        if (scan.done || scan.peek() === '}') break;
        const before = scan.pos;
        const entry = this.#hashEntry(context);
        if (entry) entries.push(entry);
        if (scan.pos === before) scan.pos += 1;
      }
    });
    scan.pos += 1;
    const value: ObjectValue = { kind: 'object', entries, span: this.#span(start) };
    return value;
  }

  #hashEntry(context: Context): Named | undefined {
    const scan = this.#scan;
    if (scan.take(/[;,]/y) !== '') return undefined;
    const start = scan.pos;
    const quoted = scan.match(/(["'])([^"'\r\n$]*)\1/y);
    const bare = quoted ? null : scan.match(/[A-Za-z_][\w.-]*/y);
    const name = quoted?.[2] ?? bare?.[0];
    if (name === undefined) {
      this.#term(NOWHERE, false);
    } else scan.pos += (quoted ?? bare)?.[0].length ?? 0;
    const span = quoted ? this.#span(start + 1, scan.pos - 1) : this.#span(start);
    scan.blanks(true);
    if (scan.peek() !== '=') return undefined;
    scan.pos += 1;
    scan.blanks(true);
    const inside: Context = { ...context, role: 'value', into: name ?? '', path: [...context.path, name ?? ''] };
    const value = this.#pipeline(inside) ?? this.#unknown(scan.pos);
    if (name === undefined) return undefined;
    const entry: Named = { name, span, value };
    if (!context.message) this.#entry(entry, context.path);
    return entry;
  }

  #entry({ name, span, value }: Named, path: readonly string[]): void {
    const end = value.span;
    const after = end.endLine > span.endLine || (end.endLine === span.endLine && end.endColumn >= span.endColumn);
    this.#add({
      kind: 'entry',
      name,
      value,
      path: path.filter(step => step !== ''),
      span,
      extent: after ? through(span, end) : span,
    });
  }
}

/** Without drive or scope: `$script:name`, `$env:NAME`. */
function plainName(name: string): string {
  return name.replace(/^(?:env|script|global|local|private|using|variable):/i, '');
}

/** Known values stand for their name; long texts and structures stay where they are. */
function isTelling(value: Value): boolean {
  if (value.kind === 'literal' || value.kind === 'template') return value.text !== '' && value.text.length <= MAX_TEXT;
  return value.kind === 'env' || value.kind === 'call';
}

function inQuotes(span: Span): Span {
  return span.line === span.endLine ? { ...span, column: span.column + 1, endColumn: span.endColumn - 1 } : span;
}

/** Two terms with an operator between them. */
function combined(before: Value | undefined, glue: string, value: Value, span: Span): Value {
  if (before === undefined) return value;
  if (glue === ',')
    return {
      kind: 'list',
      items: before.kind === 'list' && before.via === undefined ? [...before.items, value] : [before, value],
      span,
    };
  if (glue === '+') return before.kind === 'list' || before.kind === 'object' ? before : joined([before, value], span);
  if (glue === '??') return { kind: 'choice', options: [before, value], span };
  if (/^-f$/i.test(glue) && before.kind === 'literal' && before.via === undefined)
    return { kind: 'template', text: before.text.replace(/\{\d+(?::[^}]*)?\}/g, '*'), holes: [value], span };
  return /^-(?:replace|split|join|as)$/i.test(glue) ? before : { kind: 'unknown', span };
}
