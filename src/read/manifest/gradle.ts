/**
 * build.gradle and build.gradle.kts. Both are programs; what they declare is read from the tokens: coordinates in
 * strings (`implementation("g:a:v")`) and in named parts (`group: 'g', name: 'a'`) inside `dependencies { … }`.
 */
import type { Manifest } from './dependencies.ts';

interface Token {
  readonly kind: 'word' | 'string' | 'mark' | 'newline';
  /** Strings without quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A string that is not closed ends with its line, or else it would be looked through from each of its quotes. */
const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"""([\s\S]*?)(?:"""|$)|'''([\s\S]*?)(?:'''|$)|"((?:[^"\\\n]|\\.)*)(?:"|(?=\n)|\\?$)|'((?:[^'\\\n]|\\.)*)(?:'|(?=\n)|\\?$)|([A-Za-z_$][\w$.-]*)|(\n)|([^\s\w])/g;

function* tokensOf(text: string): Generator<Token> {
  for (const match of text.matchAll(TOKEN)) {
    const [whole, tripleDouble, tripleSingle, double, single, word, newline, mark] = match;
    const string = tripleDouble ?? tripleSingle ?? double ?? single;
    const start = match.index;
    const end = start + whole.length;
    if (string !== undefined) {
      const quote = tripleDouble !== undefined || tripleSingle !== undefined ? 3 : 1;
      yield { kind: 'string', text: string, start: start + quote, end: start + quote + string.length };
    } else if (word !== undefined) yield { kind: 'word', text: word, start, end };
    else if (newline !== undefined) yield { kind: 'newline', text: newline, start, end };
    else if (mark !== undefined) yield { kind: 'mark', text: mark, start, end };
  }
}

export function readGradle(manifest: Manifest): void {
  const tokens = [...tokensOf(manifest.text)];
  const variables = variablesIn(tokens);
  for (const { tokens: statement, inDependencies } of statements(tokens)) {
    addStatement(manifest, statement, inDependencies, variables);
  }
}

/** `def x = '1'`, `ext.x = '1'`, `set('x', '1')`, `extra["x"] = "1"`. */
function variablesIn(tokens: readonly Token[]): Map<string, string> {
  const variables = new Map<string, string>();
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'string') continue;
    const [c, b, a] = [tokens[index - 3], tokens[index - 2], tokens[index - 1]];
    if (a?.text === '=' && b?.kind === 'word') variables.set(lastPart(b.text), token.text);
    else if (a?.text === '=' && b?.text === ']' && c?.kind === 'string') variables.set(c.text, token.text);
    else if (a?.text === ',' && b?.kind === 'string' && /^(?:set|\()$/.test(c?.text ?? ''))
      variables.set(b.text, token.text);
  }
  return variables;
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

interface Statement {
  readonly tokens: readonly Token[];
  readonly inDependencies: boolean;
}

/** Statements end at a line end, a semicolon or a brace, unless a parenthesis is open or a comma calls for more. */
function* statements(tokens: readonly Token[]): Generator<Statement> {
  const blocks: boolean[] = [];
  let statement: Token[] = [];
  let parens = 0;
  const inDependencies = (): boolean => blocks[blocks.length - 1] ?? false;
  for (const token of tokens) {
    if (token.kind === 'mark' && (token.text === '{' || token.text === '}')) {
      if (statement.length > 0) yield { tokens: statement, inDependencies: inDependencies() };
      if (token.text === '{') {
        const head = lastPart(statement[0]?.text ?? '');
        blocks.push(
          inDependencies() || head === 'dependencies' || statement[statement.length - 1]?.text === 'dependencies',
        );
      } else blocks.pop();
      statement = [];
      parens = 0;
      continue;
    }
    if (token.text === '(' && token.kind === 'mark') parens += 1;
    else if (token.text === ')' && token.kind === 'mark') parens = Math.max(0, parens - 1);
    const last = statement[statement.length - 1];
    const ends = (token.kind === 'newline' && parens === 0 && last?.text !== ',') || token.text === ';';
    if (token.kind !== 'newline' && token.text !== ';') statement.push(token);
    else if (ends && statement.length > 0) {
      yield { tokens: statement, inDependencies: inDependencies() };
      statement = [];
    }
  }
  if (statement.length > 0) yield { tokens: statement, inDependencies: inDependencies() };
}

const COORDINATES = /^([\w.${}-]+):([\w.${}-]+)(?::([^:@]*))?(?:[:@].*)?$/;
/** These take coordinates to leave out or to say why, not to depend on. */
const NOT_DECLARING = /^(?:exclude|because|project|files|fileTree|apply|substitute|force|id|url|module|capability)$/;

function addStatement(
  manifest: Manifest,
  tokens: readonly Token[],
  inDependencies: boolean,
  variables: ReadonlyMap<string, string>,
): void {
  const [head] = tokens;
  if (!head || NOT_DECLARING.test(head.text)) return;
  const catalog = tokens.findIndex(token => token.kind === 'word' && token.text === 'library');
  if (catalog >= 0) return addCatalogEntry(manifest, tokens.slice(catalog), variables);
  if (!inDependencies && head.text !== 'mavenBom') return;
  const dev = /^(?:test|androidTest|integrationTest|functionalTest)/.test(head.text);
  for (const [index, token] of tokens.entries()) {
    const match = token.kind === 'string' ? COORDINATES.exec(token.text) : undefined;
    if (!match || (tokens[index - 1]?.text === '(' && NOT_DECLARING.test(tokens[index - 2]?.text ?? ''))) continue;
    const [, group = '', artifact = '', version] = match;
    const end = token.start + group.length + 1 + artifact.length;
    add(manifest, { group, artifact, version, start: token.start, end, dev }, head.start, tokens, variables);
  }
  const named = namedParts(tokens);
  const [group, artifact] = [named.get('group'), named.get('name')];
  if (!group || !artifact) return;
  const place = { start: artifact.start, end: artifact.end };
  const parts = { group: group.text, artifact: artifact.text, version: named.get('version')?.text, dev, ...place };
  add(manifest, parts, head.start, tokens, variables);
}

/** `library("alias", "g:a:v")` and `library("alias", "g", "a").version("v")`. */
function addCatalogEntry(manifest: Manifest, tokens: readonly Token[], variables: ReadonlyMap<string, string>): void {
  const strings = tokens.filter(token => token.kind === 'string');
  const [, second, third, fourth] = strings;
  if (!second) return;
  const match = COORDINATES.exec(second.text);
  if (match) {
    const [, group = '', artifact = '', version] = match;
    const end = second.start + group.length + 1 + artifact.length;
    const given = version ?? third?.text;
    add(manifest, { group, artifact, version: given, start: second.start, end }, second.start, tokens, variables);
  } else if (third) {
    const place = { start: third.start, end: third.end };
    const parts = { group: second.text, artifact: third.text, version: fourth?.text, ...place };
    add(manifest, parts, second.start, tokens, variables);
  }
}

/** `group: 'g'` of Groovy, `group = "g"` of Kotlin. */
function namedParts(tokens: readonly Token[]): Map<string, Token> {
  const named = new Map<string, Token>();
  for (const [index, token] of tokens.entries()) {
    const separator = tokens[index + 1]?.text;
    const value = tokens[index + 2];
    if (token.kind === 'word' && (separator === ':' || separator === '=') && value?.kind === 'string')
      named.set(token.text, value);
  }
  return named;
}

interface Parts {
  readonly group: string;
  readonly artifact: string;
  readonly version?: string | undefined;
  readonly start: number;
  readonly end: number;
  readonly dev?: boolean;
}

function add(
  manifest: Manifest,
  { group, artifact, version, start, end, dev }: Parts,
  from: number,
  tokens: readonly Token[],
  variables: ReadonlyMap<string, string>,
): void {
  const fill = (text: string): string =>
    text.replace(/\$\{?([\w.]+)\}?/g, (whole, name: string) => variables.get(lastPart(name)) ?? whole);
  const to = Math.max(end, tokens[tokens.length - 1]?.end ?? end);
  manifest.add('maven', {
    name: `${fill(group)}:${fill(artifact)}`,
    start,
    end,
    // A string inside the string, as Kotlin allows, ends the version early: then it is not known.
    version: version === undefined || /\$\{[^}]*$/.test(version) ? undefined : fill(version),
    dev,
    entry: [Math.min(from, start), to],
  });
}
