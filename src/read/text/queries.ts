/** What the statements of a query language say beyond their texts and calls. */
import type { LineIndex } from '../../base/lines.ts';
import type { CallFact, DefinitionFact, Fact, Named, Value } from '../../model/fact.ts';
import type { Token } from './tokens.ts';

/** Longer statements are data, not queries. */
const MAX_STATEMENT = 20_000;
const CONSTRAINTS = /^(?:primary|foreign|constraint|unique|check|key|index|like|period|exclude|fulltext)$/i;

export function queryFacts(tokens: readonly Token[], language: 'sql' | 'kql', text: string, lines: LineIndex): Fact[] {
  return statementsOf(tokens, language).flatMap(statement =>
    language === 'kql' ? queryText(statement, text, lines) : sqlFacts(statement, lines),
  );
}

/** Statements end at a semicolon, `GO`, or (in a query file) an empty line. */
function statementsOf(tokens: readonly Token[], language: 'sql' | 'kql'): readonly (readonly Token[])[] {
  const statements: Token[][] = [];
  let open: Token[] = [];
  let breaks = 0;
  const end = (): void => {
    if (open.length > 0) statements.push(open);
    open = [];
  };
  for (const token of tokens) {
    if (token.kind === 'line') {
      breaks += 1;
      continue;
    }
    if (language === 'kql' && open.length > 0 && emptyLineBetween(open.at(-1), token, breaks)) end();
    breaks = 0;
    if (token.text === ';' || (language === 'sql' && /^go$/i.test(token.text))) end();
    else open.push(token);
  }
  end();
  return statements;
}

/** A pipe goes on after an empty line. */
function emptyLineBetween(before: Token | undefined, next: Token, breaks: number): boolean {
  return before !== undefined && breaks > 1 && next.text !== '|';
}

function queryText(statement: readonly Token[], text: string, lines: LineIndex): Fact[] {
  const first = statement[0];
  const last = statement.at(-1);
  if (!first || !last || last.end - first.start > MAX_STATEMENT) return [];
  const written = text.slice(first.start, last.end).replaceAll(/^[ \t]*\/\/[^\r\n]*/gm, '');
  return [
    {
      kind: 'string',
      text: written,
      role: 'value',
      level: 'text',
      span: lines.span(first.start, first.end),
      extent: lines.span(first.start, last.end),
    },
  ];
}

function sqlFacts(statement: readonly Token[], lines: LineIndex): Fact[] {
  const words = statement.slice(0, 4).map(token => token.text.toLowerCase());
  if (words[0] === 'create' && words.slice(1, 4).includes('table')) return createdColumns(statement, lines);
  const facts: Fact[] = words[0] === 'alter' && words[1] === 'table' ? addedColumns(statement, lines) : [];
  const run = statement.findIndex(token => token.kind === 'word' && /^exec(?:ute)?$/i.test(token.text));
  if (run >= 0) facts.push(...executed(statement.slice(run + 1), lines));
  const named = words[0] === 'create' && words[1] === 'extension' ? extension(statement) : undefined;
  if (named) {
    const span = lines.span(named.start, named.end);
    const value: Value = { kind: 'literal', type: 'string', text: named.text, span };
    facts.push({ ...construct(statement, 2, lines), args: [value] });
  }
  if (words[0] === 'create' && words[1] === 'external' && words[2] === 'model') {
    facts.push(construct(statement, 3, lines));
  }
  return facts;
}

/** `CREATE EXTENSION [IF NOT EXISTS] name`. */
function extension(statement: readonly Token[]): Token | undefined {
  return statement.slice(2, 6).find(token => token.kind !== 'sign' && !/^(?:if|not|exists)$/i.test(token.text));
}

/** `name TYPE …` at the start of each item of the first bracket. */
function createdColumns(statement: readonly Token[], lines: LineIndex): DefinitionFact[] {
  const columns: DefinitionFact[] = [];
  const table = tableOf(statement);
  let depth = 0;
  statement.forEach((token, i) => {
    if (token.kind === 'sign' && token.text === '(') depth += 1;
    else if (token.kind === 'sign' && token.text === ')') depth -= 1;
    const before = statement[i - 1]?.text;
    if (depth !== 1 || token.kind !== 'word' || (before !== '(' && before !== ',')) return;
    if (!CONSTRAINTS.test(token.text)) columns.push(column(token, lines, table));
  });
  return columns;
}

/** `ADD [COLUMN] [IF NOT EXISTS] name TYPE`. */
function addedColumns(statement: readonly Token[], lines: LineIndex): DefinitionFact[] {
  const table = tableOf(statement);
  return statement.flatMap((token, i) => {
    if (token.kind !== 'word' || !/^add$/i.test(token.text)) return [];
    const name = statement.slice(i + 1, i + 6).find(next => !/^(?:column|if|not|exists|\()$/i.test(next.text));
    return name?.kind === 'word' && !CONSTRAINTS.test(name.text) ? [column(name, lines, table)] : [];
  });
}

/** The table a statement makes or changes, without its schema. */
function tableOf(statement: readonly Token[]): string | undefined {
  const at = statement.findIndex(token => /^table$/i.test(token.text));
  const rest = statement.slice(at + 1).filter(token => !/^(?:if|not|exists|only)$/i.test(token.text));
  let name = rest[0]?.text;
  for (let i = 1; rest[i]?.text === '.'; i += 2) name = rest[i + 1]?.text;
  name = name?.slice(name.lastIndexOf('.') + 1).replace(/^["`[]|["`\]]$/g, '');
  return name && /^\w+$/.test(name) ? name : undefined;
}

function column(token: Token, lines: LineIndex, table: string | undefined): DefinitionFact {
  const quoted = /^["`[]/.test(token.text) ? 1 : 0;
  const start = token.start + quoted;
  const end = token.end - quoted;
  const name = token.text.slice(quoted, token.text.length - quoted);
  const scope = table === undefined ? {} : { scope: table };
  return { kind: 'definition', name, role: 'field', level: 'text', span: lines.span(start, end), ...scope };
}

/** `EXEC name @parameter = value, …` is a call. */
function executed(tokens: readonly Token[], lines: LineIndex): Fact[] {
  const at = tokens.findIndex(token => token.kind === 'word' && !token.text.startsWith('@'));
  return at < 0 ? [] : [construct(tokens.slice(at), 1, lines)];
}

/** A statement as a call: its first words are the name, `NAME = value` its arguments. */
function construct(tokens: readonly Token[], words: number, lines: LineIndex): CallFact {
  const head = tokens.slice(0, words);
  const start = head[0]?.start ?? 0;
  return {
    kind: 'call',
    callee: head.map(token => token.text).join(' '),
    resolved: false,
    form: 'call',
    args: [],
    named: namedIn(tokens.slice(words), lines),
    level: 'text',
    span: lines.span(start, head.at(-1)?.end ?? start),
    extent: lines.span(start, tokens.at(-1)?.end ?? start),
  };
}

function namedIn(tokens: readonly Token[], lines: LineIndex): Named[] {
  return tokens.flatMap((token, i) => {
    const value = tokens[i + 2];
    if (token.kind !== 'word' || tokens[i + 1]?.text !== '=' || !value) return [];
    return [{ name: token.text, span: lines.span(token.start, token.end), value: valueOf(value, lines) }];
  });
}

function valueOf(token: Token, lines: LineIndex): Value {
  const span = lines.span(token.start, token.end);
  if (token.kind === 'text') return { kind: 'literal', type: 'string', text: token.text, span };
  return token.kind === 'word' ? { kind: 'reference', name: token.text, span } : { kind: 'unknown', span };
}
