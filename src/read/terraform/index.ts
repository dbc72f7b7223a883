/** Terraform, OpenTofu and Terragrunt files (`.tf`, `.tofu`, `.tfvars`, `.hcl`) to facts. */
import { LineIndex } from '../../base/lines.ts';
import type { ElementFact, EnvReadFact, Fact, Named, ResourceFact } from '../../model/fact.ts';
import type { Reader, ReadResult, Source } from '../../model/source.ts';
import { grammar } from '../tree-sitter.ts';
import { assignmentSettings } from '../value-facts.ts';
import { mayHoldPolicies, policyElements } from '../xml/embedded.ts';
import { header, readBlock, type Block } from './blocks.ts';
import { Definitions } from './definitions.ts';
import { Expressions } from './expressions.ts';
import { factsOfBlock, FORMAT } from './facts.ts';
import { parseStatements, type Statements } from './parse.ts';
import { programOf } from './program.ts';
import { childOf, preorder, type SyntaxNode } from './syntax.ts';
import { append } from '../append.ts';

export async function createReader(): Promise<Reader> {
  const parse = await grammar('tree-sitter-terraform');
  return source => {
    // Locks hold checksums of providers, nothing that someone decided.
    if (/\.terraform\.lock\.hcl$/i.test(source.path)) return { facts: [], diagnostics: [] };
    return readStatements(source, parseStatements(source.text, parse));
  };
}

function readStatements(source: Source, { nodes, error }: Statements): ReadResult {
  const lines = new LineIndex(source.text);
  const definitions = new Definitions();
  const expressions = new Expressions(source.text, (start, end) => lines.span(start, end), definitions);
  for (const node of nodes) if (node.type === 'block') define(node, expressions, definitions);
  const file = new FileReader(source.path, expressions);
  for (const node of nodes) file.read(node);
  const facts = file.finish(nodes);
  if (mayHoldPolicies(source.text)) append(facts, policiesIn(source.text, nodes, lines));
  const message = 'this is not valid HCL; what could be read around it was';
  const diagnostics =
    error === undefined ? [] : [{ code: 'syntax-error', path: source.path, line: lines.at(error).line, message }];
  const place = (start: number, end: number) => lines.span(start, end);
  return { facts, diagnostics, program: programOf(nodes, source.text, place, /\.tfvars$/i.test(source.path)) };
}

/** Gateway policies written out in heredocs, where they stand. */
function policiesIn(text: string, nodes: readonly SyntaxNode[], lines: LineIndex): ElementFact[] {
  return nodes
    .flatMap(node => [...preorder(node)])
    .filter(node => node.type === 'heredoc_template' && text.startsWith('<<', node.start))
    .flatMap(node => {
      const body = text.indexOf('\n', node.start) + 1;
      return policyElements(text, body, text.lastIndexOf('\n', node.end - 1), (start, end) => lines.span(start, end));
    });
}

/** Make the defaults of variables, and locals, known by name. */
function define(block: SyntaxNode, expressions: Expressions, definitions: Definitions): void {
  const { type, labels } = header(block, expressions);
  if (type !== 'variable' && type !== 'locals') return;
  for (const attribute of childOf(block, 'body')?.children ?? []) {
    const [name, value] = attribute.type === 'attribute' ? attribute.children : [];
    if (!name || !value) continue;
    const word = expressions.word(name);
    if (type === 'locals') definitions.add(`local.${word}`, () => expressions.value(value));
    else if (word === 'default' && labels[0] !== undefined)
      definitions.add(`var.${labels[0]}`, () => expressions.value(value));
  }
}

class FileReader {
  readonly #facts: Fact[] = [];
  readonly #expressions: Expressions;
  readonly #assignments: boolean;
  readonly #terragrunt: boolean;
  #source: Block | undefined;
  #inputs: Named | undefined;

  constructor(path: string, expressions: Expressions) {
    this.#expressions = expressions;
    this.#assignments = /\.tfvars$/i.test(path);
    this.#terragrunt = /\.hcl$/i.test(path);
  }

  read(node: SyntaxNode): void {
    if (node.type === 'attribute') this.#attribute(node);
    else if (node.type === 'block') {
      const block = readBlock(node, this.#expressions);
      append(this.#facts, factsOfBlock(block));
      if (block.type === 'terraform' && block.body.entries.some(each => each.name === 'source')) this.#source = block;
    }
  }

  #attribute(node: SyntaxNode): void {
    const [name, written] = node.children;
    if (!name || !written) return;
    const span = this.#expressions.span(name);
    const named = { name: this.#expressions.word(name), span, value: this.#expressions.value(written) };
    if (this.#assignments) append(this.#facts, assignmentSettings(named, [], 'tfvars'));
    else if (named.name === 'inputs') {
      this.#inputs = named;
      if (named.value.kind === 'object') {
        for (const entry of named.value.entries) append(this.#facts, assignmentSettings(entry, [], FORMAT));
      }
    }
  }

  finish(nodes: readonly SyntaxNode[]): Fact[] {
    if (this.#terragrunt) {
      if (this.#source) this.#facts.push(moduleCall(this.#source, this.#inputs));
      append(this.#facts, environmentReads(nodes, this.#expressions));
    }
    return this.#facts;
  }
}

/** Terragrunt: `terraform { source = … }` with `inputs = { … }` is a call of that module. */
function moduleCall(block: Block, inputs: Named | undefined): ResourceFact {
  const source = block.body.entries.find(each => each.name === 'source');
  const text = source && (source.value.kind === 'literal' || source.value.kind === 'template') ? source.value.text : '';
  const entries = inputs?.value.kind === 'object' ? inputs.value.entries : [];
  return {
    kind: 'resource',
    provider: 'terraform',
    mode: 'module',
    type: text,
    address: 'terraform',
    props: { kind: 'object', entries: [...(source ? [source] : []), ...entries], span: block.extent },
    span: block.header,
    extent: block.extent,
  };
}

function environmentReads(nodes: readonly SyntaxNode[], expressions: Expressions): EnvReadFact[] {
  const found: EnvReadFact[] = [];
  for (const node of nodes.flatMap(each => [...preorder(each)])) {
    const [name, given] = node.type === 'function_call' ? node.children : [];
    if (!name || expressions.word(name) !== 'get_env') continue;
    const [first, second] = given?.children ?? [];
    const key = first && expressions.value(first);
    if (!first || key?.kind !== 'literal') continue;
    const fallback = second && expressions.value(second);
    found.push({
      kind: 'envRead',
      name: key.text,
      access: 'read',
      span: expressions.span(first),
      extent: expressions.span(node),
      ...(fallback ? { default: fallback } : {}),
    });
  }
  return found;
}
