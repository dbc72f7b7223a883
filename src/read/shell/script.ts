/** Facts of a shell script: commands, assignments, reads of the environment, texts. */
import {
  forEachChild,
  parse,
  type Assignment,
  type Command,
  type ParsedScript,
  type SyntaxNode,
  type Word as Node,
} from 'unbash';
import {
  textOf,
  type DefinitionFact,
  type EnvReadFact,
  type Fact,
  type StringFact,
  type Value,
} from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { append } from '../append.ts';
import { commandFact, isFlag, textIn, type Line, type Word } from './command.ts';
import { withoutReturns, type Place } from './excerpt.ts';
import { Names } from './names.ts';
import { packagesOf } from './packages.ts';
import { settingsOf } from './settings.ts';
import { Values } from './values.ts';
import { isJson, jsonEntries, settingsWritten } from './written.ts';

export interface ScriptProblem {
  readonly message: string;
  readonly span: Span;
}
export interface ScriptFacts {
  readonly facts: Fact[];
  readonly problems: readonly ScriptProblem[];
}

/** Programs whose words are a message to a person, unless they go into a file or another program. */
const SPEAKS = /^(?:echo|printf|print|log|logger|die|fail|warn|error|info|usage|read)\w*$|^(?:print|log)_\w+$/;
/** Words before a command that are not it. */
const BEFORE = new Set(['sudo', 'exec', 'command', 'nohup', 'time', 'then', 'builtin', 'call', '-', '@']);
const SHELLS = /^(?:.*\/)?(?:ba|z|k|da)?sh$/;
const DECLARES = new Set(['export', 'local', 'declare', 'typeset', 'readonly']);
const MAX_GENERATED = 3;

/** Everything a script says. `depth` counts scripts inside scripts (`bash -c '…'`). */
export function scriptFacts(place: Place, depth = 0): ScriptFacts {
  return new Script(withoutReturns(place), depth).read();
}

interface Standing {
  readonly scope: string | undefined;
  /** What the node is for: part of a message, of a presence test, of the assignment of a name. */
  readonly use: 'read' | 'test' | 'message';
  readonly assigning?: string;
  /** The output goes into another program. */
  readonly piped?: true;
}
interface Open {
  readonly node: SyntaxNode;
  readonly at: Standing;
}

class Script {
  readonly #place: Place;
  readonly #depth: number;
  readonly #names = new Names();
  readonly #values: Values;
  readonly #facts: Fact[] = [];
  readonly #open: Open[] = [];

  constructor(place: Place, depth: number) {
    this.#place = place;
    this.#depth = depth;
    this.#values = new Values(place, this.#names);
  }

  read(): ScriptFacts {
    const script = parse(this.#place.text);
    this.#collect(script);
    this.#open.push({ node: script, at: { scope: undefined, use: 'read' } });
    for (let next = this.#open.pop(); next; next = this.#open.pop()) this.#visit(next.node, next.at);
    const problems = (script.errors ?? []).map(({ message, pos }) => ({ message, span: this.#place.span(pos, pos) }));
    return { facts: this.#facts, problems };
  }

  // ---------------------------------------------------------------- names

  #collect(script: ParsedScript): void {
    const open: SyntaxNode[] = [script];
    for (let node = open.pop(); node; node = open.pop()) {
      if (node.type === 'Script' && node.source !== undefined) continue;
      if (node.type === 'Assignment') this.#assigned(node);
      else if (node.type === 'For' || node.type === 'Select') this.#names.assign(node.name.value);
      else if (node.type === 'Command' && /^(?:read|mapfile|readarray|getopts)$/.test(node.name?.value ?? ''))
        for (const word of node.suffix)
          if (word.type === 'Word' && /^\w+$/.test(word.value)) this.#names.assign(word.value);
      forEachChild(node, child => void open.push(child));
    }
  }

  #assigned(node: Assignment): void {
    const { name, value } = node;
    this.#names.assign(name, () =>
      value.type === 'Word' ? this.#names.inside(name, () => this.#values.of(value)) : undefined,
    );
  }

  // ---------------------------------------------------------------- the walk

  #visit(node: SyntaxNode, at: Standing): void {
    switch (node.type) {
      case 'Script':
        // Positions of a script that had to be unescaped first are not those of the file.
        if (node.source === undefined) this.#children(node, at);
        return;
      case 'Function':
        this.#children(node, {
          ...at,
          scope: at.scope === undefined ? node.name.value : `${at.scope}.${node.name.value}`,
        });
        return;
      case 'Pipeline':
        node.commands.forEach((command, i) => {
          const piped = i < node.commands.length - 1 || at.piped;
          this.#open.push({ node: command, at: piped ? { ...at, piped: true } : at });
        });
        return;
      case 'Command':
        this.#command(node, at);
        return;
      case 'Assignment':
        this.#assignment(node, at, false);
        return;
      case 'SimpleExpansion':
        this.#read(node.text.slice(1), node.pos + 1, node.end, at);
        return;
      case 'ParameterExpansion':
        this.#read(node.parameter, node.parameterPos, node.parameterEnd, at, node);
        this.#children(node, at);
        return;
      case 'TestUnary':
        this.#children(node, { ...at, use: /^-[znv]$/.test(node.operator) ? 'test' : at.use });
        return;
      case 'TestBinary':
        for (const side of [node.left, node.right]) this.#compared(side, node.operator, at);
        this.#children(node, at);
        return;
      case 'Case':
        for (const item of node.items) for (const pattern of item.pattern) this.#compared(pattern, '==', at);
        this.#children(node, at);
        return;
      case 'For':
        for (const word of node.wordlist ?? []) this.#string(this.#values.word(word), 'value', node.name.value, at);
        this.#children(node, at);
        return;
      default:
        this.#children(node, at);
    }
  }

  #children(node: SyntaxNode, at: Standing): void {
    forEachChild(node, child => {
      // What a substitution puts out is a value, wherever it stands.
      const inner = child.type === 'Script' ? { ...at, use: 'read' as const } : at;
      this.#open.push({ node: child, at: inner });
    });
  }

  #add(fact: Fact, at: Standing): void {
    this.#facts.push(at.scope === undefined || fact.scope !== undefined ? fact : { ...fact, scope: at.scope });
  }

  // ---------------------------------------------------------------- names read and assigned

  #read(
    name: string,
    start: number,
    end: number,
    at: Standing,
    node?: Extract<SyntaxNode, { type: 'ParameterExpansion' }>,
  ): void {
    if (!/^[A-Za-z_]\w+$/.test(name) || at.use === 'message') return;
    if (this.#names.has(name) && at.assigning !== name) return;
    const operation = node?.operation;
    const defaulted = operation?.type === 'Default' && /^:?[-=]$/.test(operation.operator) ? operation : undefined;
    const fact: EnvReadFact = {
      kind: 'envRead',
      name,
      access: at.use === 'test' ? 'test' : 'read',
      ...(defaulted ? { default: this.#values.of(defaulted.operand) } : {}),
      span: this.#place.span(start, end),
      ...(node ? { extent: this.#place.span(node.pos, node.end) } : {}),
    };
    this.#add(fact, at);
  }

  #assignment(node: Assignment, at: Standing, exported: boolean): void {
    const span = this.#place.span(node.pos, node.pos + node.name.length);
    const extent = this.#place.span(node.pos, node.end);
    const value = this.#assignedValue(node);
    const fact: DefinitionFact = { kind: 'definition', name: node.name, role: 'variable', value, span, extent };
    this.#add(fact, at);
    if (exported) this.#add({ kind: 'envRead', name: node.name, access: 'write', default: value, span, extent }, at);
    const inside: Standing = { ...at, assigning: node.name };
    if (node.value.type === 'Word') {
      this.#string(this.#values.word(node.value), 'value', node.name, at);
      this.#json(node.value.pos, node.value.end, node.name, at);
    } else {
      for (const element of node.value.elements) this.#string(this.#values.word(element), 'value', node.name, at);
    }
    forEachChild(node, child => void this.#open.push({ node: child, at: inside }));
  }

  #assignedValue(node: Assignment): Value {
    const { value } = node;
    if (value.type === 'Word') return this.#names.inside(node.name, () => this.#values.of(value));
    const items = value.elements.map(element => this.#values.of(element));
    return { kind: 'list', items, span: this.#place.span(value.pos, value.end) };
  }

  // ---------------------------------------------------------------- commands

  #command(node: Command, at: Standing): void {
    for (const item of node.prefix) if (item.type === 'Assignment') this.#assignment(item, at, node.name !== undefined);
    const nodes = this.#wordNodes(node);
    const words = nodes.map(word =>
      word.type === 'Word' ? this.#values.word(word) : this.#values.assignmentWord(word),
    );
    const program = textIn(words[0]);
    if (DECLARES.has(program)) {
      for (const item of node.suffix) {
        if (item.type === 'Assignment') this.#assignment(item, at, program === 'export');
        else this.#open.push({ node: item, at });
      }
      return;
    }
    const use = this.#useOf(node, words, at);
    const inside: Standing = { ...at, use };
    for (const item of [...node.prefix, ...node.suffix, ...(node.name ? [node.name] : [])])
      if (item.type !== 'Assignment') this.#open.push({ node: item, at: item.type === 'HereDoc' ? at : inside });
      else if (item.value.type === 'Word' && !node.prefix.includes(item))
        this.#open.push({ node: item.value, at: inside });
    if (program === '[' || program === 'test') this.#tested(words, at);
    else if (words.length > 0) this.#commandLine(node, words, use, at);
    this.#redirected(node, program, at);
  }

  /** The words of the command itself, without `sudo` and the like before it. */
  #wordNodes(node: Command): (Node | Assignment)[] {
    if (!node.name) return [];
    const words: (Node | Assignment)[] = [node.name];
    for (const item of node.suffix) if (item.type === 'Word' || item.type === 'Assignment') words.push(item);
    let from = 0;
    while (BEFORE.has(words[from]?.text ?? '') && from < words.length - 1) from += 1;
    if (words[from]?.text === 'env')
      while (words[from + 1]?.type === 'Assignment' || words[from]?.text === 'env') from += 1;
    return words.slice(Math.min(from, words.length - 1));
  }

  #useOf(node: Command, words: readonly Word[], at: Standing): Standing['use'] {
    const program = textIn(words[0]);
    if (program === '[' || program === 'test')
      return words.some(word => /^-[znv]$/.test(textIn(word))) ? 'test' : 'read';
    if (!SPEAKS.test(program) || at.piped) return at.use === 'test' ? 'read' : at.use;
    return intoFile(node) ? 'read' : 'message';
  }

  #commandLine(node: Command, words: readonly Word[], use: Standing['use'], at: Standing): void {
    const [first] = words;
    const ends = Math.max(
      node.end,
      ...node.redirects.map(redirect => (redirect.type === 'HereDoc' ? redirect.end : 0)),
    );
    const line: Line = {
      words,
      start: first?.start ?? node.pos,
      end: ends,
      ...(at.scope === undefined ? {} : { scope: at.scope }),
    };
    const fact = commandFact(this.#place, line);
    if (!fact || /^[-+\d]|^\W+$/.test(fact.program)) return;
    this.#facts.push(fact);
    if (use === 'message') return;
    append(this.#facts, packagesOf(this.#place, line));
    append(this.#facts, settingsOf(this.#place, line));
    const program = textIn(first);
    let flag: string | undefined;
    for (const word of words.slice(1)) {
      if (isFlag(word)) {
        flag = textIn(word);
        continue;
      }
      this.#string(word, 'argument', flag ?? program, at);
      this.#json(word.start, word.end, flag ?? program, at);
      flag = undefined;
    }
    if (SHELLS.test(program) || program === 'eval') this.#generated(words);
  }

  /** `bash -c '…'`, `eval "…"`: the text is a script, where it stands as it is. */
  #generated(words: readonly Word[]): void {
    if (this.#depth >= MAX_GENERATED) return;
    for (const word of words.slice(1)) {
      const text = textIn(word);
      if (!word.quoted || word.value.kind !== 'literal' || !/\s/.test(text)) continue;
      this.#within(word.start + 1, word.end - 1);
    }
  }

  #within(start: number, end: number): void {
    const { text } = this.#place;
    const inner: Place = { text: text.slice(start, end), span: (a, b) => this.#place.span(start + a, start + b) };
    append(this.#facts, scriptFacts(inner, this.#depth + 1).facts);
  }

  #redirected(node: Command, program: string, at: Standing): void {
    const into = intoFile(node);
    for (const redirect of node.redirects) {
      if (redirect.type !== 'HereDoc') continue;
      const { pos, end } = redirect.body;
      if (SHELLS.test(program) && this.#depth < MAX_GENERATED) {
        if (redirect.delimiter?.quoted === true) this.#within(pos, end);
        continue;
      }
      if (program === 'cat' || program === 'tee' || into !== undefined)
        for (const fact of settingsWritten(this.#place, pos, end, into ?? program)) this.#add(fact, at);
      if (isJson(redirect.body.text)) this.#entries(pos, end, into ?? program, at);
    }
    // `echo "NAME=value" >> file`: a setting.
    if (into === undefined || !/^(?:echo|printf)$/.test(program)) return;
    for (const item of node.suffix) {
      const word = item.type === 'Word' ? this.#values.word(item) : undefined;
      if (word?.quoted)
        for (const fact of settingsWritten(this.#place, word.start + 1, word.end - 1, into)) this.#add(fact, at);
      else if (item.type === 'Assignment' || (word && /^[A-Z_]+=/.test(textIn(word))))
        for (const fact of settingsWritten(this.#place, item.pos, item.end, into)) this.#add(fact, at);
    }
  }

  // ---------------------------------------------------------------- texts

  /** `[ a = b ]`. */
  #tested(words: readonly Word[], at: Standing): void {
    const operator = words.findIndex(word => !word.quoted && /^(?:=|==|!=|=~)$/.test(textIn(word)));
    if (operator < 0) return;
    for (const side of [words[operator - 1], words[operator + 1]]) if (side) this.#comparedWord(side, at);
  }

  #compared(node: Node, operator: string, at: Standing): void {
    if (/^(?:=|==|!=|=~)$/.test(operator)) this.#comparedWord(this.#values.word(node), at);
  }

  #comparedWord(word: Word, at: Standing): void {
    const { value } = word;
    if (value.kind !== 'literal' || value.via !== undefined || value.text === '') return;
    const text = value.text.replace(/^\*|\*$/g, '');
    this.#add({ kind: 'string', text, role: 'compare', span: value.span }, at);
  }

  /** Quoted texts, and words with the shape of an address or a path. */
  #string(word: Word, role: StringFact['role'], into: string, at: Standing): void {
    if (at.use === 'message') return;
    const text = textOf(word.value);
    if (text === undefined || text === '' || text === '*' || word.value.via !== undefined) return;
    if (!word.quoted && !/[/.:]/.test(text)) return;
    const template = word.value.kind === 'template';
    this.#add({ kind: 'string', text, role, into, span: word.value.span, ...(template ? { template } : {}) }, at);
  }

  #json(start: number, end: number, into: string, at: Standing): void {
    if (end - start < 8 || !isJson(this.#place.text.slice(start, end).replaceAll('\\"', '"'))) return;
    this.#entries(start, end, into, at);
  }

  #entries(start: number, end: number, into: string, at: Standing): void {
    for (const fact of jsonEntries(this.#place, start, end, into)) {
      const { value } = fact;
      const own = value.kind === 'env' && this.#names.has(value.name);
      this.#add(own ? { ...fact, value: this.#names.standing(value.name, value.span) } : fact, at);
    }
  }
}

/** The file the output of a command goes to. */
function intoFile(node: Command): string | undefined {
  for (const redirect of node.redirects) {
    if (redirect.type !== 'Redirect' || !/^(?:>>?|>\||&>>?)$/.test(redirect.operator)) continue;
    const target = redirect.target?.value ?? '';
    if (redirect.descriptor?.type === 'FileDescriptor' && redirect.descriptor.value !== 1) continue;
    if (!/^\/dev\/|^&?\d$/.test(target)) return target;
  }
  return undefined;
}
