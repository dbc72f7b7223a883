/** Terraform files as a program: expressions in the form that every syntax shares. */
import type { Declaration, EntryFormula, Formula, Program, Repetition } from '../../model/program.ts';
import type { Span } from '../../model/span.ts';
import { header } from './blocks.ts';
import { partsOf } from './strings.ts';
import { childOf, type SyntaxNode } from './syntax.ts';

/** Deeper nesting is not looked into. */
const MAX_DEPTH = 80;
const STEPS = new Set(['get_attr', 'index', 'splat']);

export function programOf(
  nodes: readonly SyntaxNode[],
  text: string,
  place: (start: number, end: number) => Span,
  assignments: boolean,
): Program {
  const reader = new ProgramReader(text, place);
  const declarations = nodes.flatMap(node =>
    node.type === 'block'
      ? reader.block(node)
      : assignments && node.type === 'attribute'
        ? reader.assignment(node)
        : [],
  );
  return { syntax: assignments ? 'parameters' : 'terraform', declarations };
}

class ProgramReader {
  readonly #text: string;
  readonly #place: (start: number, end: number) => Span;
  #depth = 0;

  constructor(text: string, place: (start: number, end: number) => Span) {
    this.#text = text;
    this.#place = place;
  }

  assignment(node: SyntaxNode): Declaration[] {
    const [name, value] = node.children;
    if (!name || !value) return [];
    return [{ kind: 'assignment', name: this.#word(name), span: this.#span(name), value: this.#expression(value) }];
  }

  block(node: SyntaxNode): Declaration[] {
    const { type, labels, end } = header(node, { text: this.#text });
    const span = this.#place(node.start, end);
    const [first, second] = labels;
    const attributes = this.#attributes(node);
    switch (type) {
      case 'variable': {
        const value = attributes.get('default');
        if (first === undefined) return [];
        return [
          {
            kind: 'parameter',
            name: first,
            span,
            ...(value ? { value: this.#expression(value) } : { required: true as const }),
          },
        ];
      }
      case 'locals':
        return [...attributes].map(([name, value]) => ({
          kind: 'variable',
          name,
          span: this.#place(value.start, value.start),
          value: this.#expression(value),
        }));
      case 'output': {
        const value = attributes.get('value');
        return first === undefined || !value
          ? []
          : [{ kind: 'output', name: first, span, value: this.#expression(value) }];
      }
      case 'resource':
      case 'data':
        if (first === undefined || second === undefined) return [];
        return [
          this.#resource(node, span, {
            kind: type === 'data' ? 'existing' : 'resource',
            name: type === 'data' ? `data.${first}.${second}` : `${first}.${second}`,
            type: first,
          }),
        ];
      case 'module': {
        const source = attributes.get('source');
        const written = source ? this.#expression(source) : undefined;
        const [path] = written?.kind === 'text' ? written.parts : [];
        if (first === undefined) return [];
        return [
          this.#resource(node, span, {
            kind: 'module',
            name: `module.${first}`,
            type: typeof path === 'string' ? path : '',
          }),
        ];
      }
      default:
        return [];
    }
  }

  #resource(
    node: SyntaxNode,
    span: Span,
    declared: { kind: 'existing' | 'resource' | 'module'; name: string; type: string },
  ): Declaration {
    const attributes = this.#attributes(node);
    const forEach = attributes.get('for_each');
    const count = attributes.get('count');
    const repeats: Repetition | undefined = forEach
      ? { names: ['each.key', 'each.value'], first: 'key', over: this.#expression(forEach) }
      : undefined;
    const counted = count ? this.#expression(count) : undefined;
    return {
      ...declared,
      span,
      value: this.#body(node),
      ...(repeats ? { repeats } : {}),
      ...(counted && !repeats ? this.#counted(counted) : {}),
    };
  }

  /** `count = condition ? 1 : 0` decides whether it exists, any other count how often. */
  #counted(count: Formula): { when?: Formula; repeats?: Repetition } {
    const { span } = count;
    if (count.kind === 'condition' && isNumber(count.no, '0') && isNumber(count.yes, '1')) return { when: count.test };
    if (count.kind === 'condition' && isNumber(count.yes, '0') && isNumber(count.no, '1'))
      return { when: { kind: 'operation', operators: ['!'], operands: [count.test], span } };
    return {
      repeats: { names: ['count.index'], first: 'item', over: { kind: 'call', name: 'range', args: [count], span } },
    };
  }

  #attributes(block: SyntaxNode): Map<string, SyntaxNode> {
    const found = new Map<string, SyntaxNode>();
    for (const attribute of childOf(block, 'body')?.children ?? []) {
      const [key, value] = attribute.type === 'attribute' ? attribute.children : [];
      if (key && value) found.set(this.#word(key), value);
    }
    return found;
  }

  /** Attributes and nested blocks of a block, as the entries of an object; blocks of one name follow each other. */
  #body(block: SyntaxNode): Formula {
    const entries: EntryFormula[] = [];
    for (const child of childOf(block, 'body')?.children ?? []) {
      if (child.type === 'attribute') {
        const [name, value] = child.children;
        if (name && value)
          entries.push({ key: this.#word(name), value: this.#expression(value), span: this.#span(name) });
      } else if (child.type === 'block') {
        const { type, labels, end } = header(child, { text: this.#text });
        const span = this.#place(child.start, end);
        const [label] = labels;
        if (type === 'dynamic' && label !== undefined)
          entries.push({ key: label, value: this.#dynamic(child, label), span });
        else entries.push({ key: type, value: this.#body(child), span });
      }
    }
    return { kind: 'object', entries, span: this.#span(block) };
  }

  #dynamic(node: SyntaxNode, label: string): Formula {
    const attributes = this.#attributes(node);
    const over = attributes.get('for_each');
    const iterator = attributes.get('iterator');
    const prefix = iterator ? this.#word(iterator).trim() : label;
    const content = (childOf(node, 'body')?.children ?? []).find(
      child => child.type === 'block' && header(child, { text: this.#text }).type === 'content',
    );
    const span = this.#span(node);
    if (!over || !content) return { kind: 'unknown', span };
    return {
      kind: 'loop',
      names: [`${prefix}.key`, `${prefix}.value`],
      first: 'key',
      over: this.#expression(over),
      value: this.#body(content),
      span,
    };
  }

  // ---------------------------------------------------------------- expressions

  #word(node: SyntaxNode): string {
    return this.#text.slice(node.start, node.end);
  }

  #span(node: SyntaxNode): Span {
    return this.#place(node.start, node.end);
  }

  #unknown(node: SyntaxNode): Formula {
    return { kind: 'unknown', span: this.#span(node) };
  }

  #expression(node: SyntaxNode): Formula {
    if (node.type !== 'expression') return this.#chain([node]);
    return node.children.length === 0 ? this.#unknown(node) : this.#chain(node.children);
  }

  /** A term and what is read from it. */
  #chain(nodes: readonly SyntaxNode[]): Formula {
    const [base, ...steps] = nodes;
    if (!base || this.#depth >= MAX_DEPTH)
      return { kind: 'unknown', span: this.#place(base?.start ?? 0, base?.end ?? 0) };
    this.#depth += 1;
    let formula = this.#term(base);
    for (const step of steps) formula = this.#step(formula, step, base.start);
    this.#depth -= 1;
    return formula;
  }

  #step(of: Formula, step: SyntaxNode, start: number): Formula {
    const span = this.#place(start, step.end);
    if (step.type === 'get_attr') {
      const name = childOf(step, 'identifier');
      return { kind: 'member', of, name: name ? this.#word(name) : '', span };
    }
    if (step.type === 'splat') {
      const inner = step.children[0]?.children ?? [];
      return inner.reduce<Formula>((all, next) => this.#step(all, next, start), { kind: 'each', of, span });
    }
    const [inner] = step.children;
    if (!inner) return { kind: 'unknown', span };
    if (inner.type === 'legacy_index')
      return { kind: 'index', of, index: { kind: 'number', text: this.#word(inner).slice(1).trim(), span }, span };
    const expression = childOf(inner, 'expression');
    return expression ? { kind: 'index', of, index: this.#expression(expression), span } : { kind: 'unknown', span };
  }

  #term(node: SyntaxNode): Formula {
    const [inner] = node.children;
    const span = this.#span(node);
    switch (node.type) {
      case 'expression':
        return this.#expression(node);
      case 'variable_expr':
        return { kind: 'name', name: this.#word(node), span };
      case 'literal_value':
        if (!inner) return this.#unknown(node);
        if (inner.type === 'string_lit') return this.#template(inner);
        return {
          kind: inner.type === 'numeric_lit' ? 'number' : inner.type === 'bool_lit' ? 'boolean' : 'null',
          text: this.#word(inner),
          span,
        };
      case 'template_expr':
        return inner ? this.#template(inner) : this.#unknown(node);
      case 'collection_value':
        if (!inner) return this.#unknown(node);
        return inner.type === 'tuple'
          ? {
              kind: 'list',
              items: inner.children.filter(child => child.type === 'expression').map(child => this.#expression(child)),
              span,
            }
          : this.#object(inner);
      case 'conditional': {
        const [test, yes, no] = node.children;
        if (!test || !yes || !no) return this.#unknown(node);
        return {
          kind: 'condition',
          test: this.#expression(test),
          yes: this.#expression(yes),
          no: this.#expression(no),
          span,
        };
      }
      case 'function_call': {
        const [name, given] = node.children;
        if (!name) return this.#unknown(node);
        const args = (given?.children ?? [])
          .filter(child => child.type === 'expression')
          .map(child => this.#expression(child));
        return { kind: 'call', name: this.#word(name), args, span };
      }
      case 'for_expr':
        return inner ? this.#for(inner) : this.#unknown(node);
      case 'operation':
        return inner ? this.#operation(inner) : this.#unknown(node);
      default:
        return this.#unknown(node);
    }
  }

  #template(node: SyntaxNode): Formula {
    const span = this.#span(node);
    if (node.type === 'heredoc_template' && !this.#text.startsWith('<<', node.start)) return this.#unknown(node);
    const parts = partsOf(this.#text, node)
      .map(part => {
        if (typeof part === 'string') return part;
        const expression = childOf(part, 'expression');
        return expression ? this.#expression(expression) : this.#unknown(part);
      })
      .filter(part => part !== '');
    const [only] = parts;
    return parts.length === 1 && only && typeof only !== 'string' ? only : { kind: 'text', parts, span };
  }

  #object(node: SyntaxNode): Formula {
    const entries = node.children.flatMap((element): EntryFormula[] => {
      const [key, value] = element.type === 'object_elem' ? element.children : [];
      if (!key || !value) return [];
      const [base, ...rest] = key.children;
      const plain = base?.type === 'variable_expr' && rest.length === 0;
      const named = plain ? this.#word(base) : this.#expression(key);
      const text =
        typeof named !== 'string' && named.kind === 'text' && named.parts.length === 1 ? named.parts[0] : named;
      return [{ key: text ?? named, value: this.#expression(value), span: this.#span(key) }];
    });
    return { kind: 'object', entries, span: this.#span(node) };
  }

  #for(node: SyntaxNode): Formula {
    const intro = childOf(node, 'for_intro');
    const over = intro && childOf(intro, 'expression');
    const names = intro?.children.filter(child => child.type === 'identifier').map(child => this.#word(child)) ?? [];
    const [first, second] = node.children.filter(child => child.type === 'expression');
    const condition = childOf(node, 'for_cond');
    const test = condition && childOf(condition, 'expression');
    if (!over || !first) return this.#unknown(node);
    const keyed = node.type === 'for_object_expr';
    if (keyed && !second) return this.#unknown(node);
    return {
      kind: 'loop',
      names,
      first: 'key',
      over: this.#expression(over),
      ...(keyed ? { key: this.#expression(first) } : {}),
      value: this.#expression(keyed && second ? second : first),
      ...(test ? { when: this.#expression(test) } : {}),
      span: this.#span(node),
    };
  }

  /** Terms are not set apart in the tree: what reads from a term follows it. */
  #operation(node: SyntaxNode): Formula {
    const groups: SyntaxNode[][] = [];
    for (const child of node.children) {
      const last = groups.at(-1);
      if (last && STEPS.has(child.type)) last.push(child);
      else groups.push([child]);
    }
    const span = this.#span(node);
    const [left, right] = groups;
    if (node.type === 'unary_operation' && left)
      return {
        kind: 'operation',
        operators: [this.#word(node).startsWith('!') ? '!' : '-'],
        operands: [this.#chain(left)],
        span,
      };
    if (!left || !right) return { kind: 'unknown', span };
    const operator = this.#text.slice(left.at(-1)?.end ?? node.start, right[0]?.start).replace(/[()\s]/g, '');
    return { kind: 'operation', operators: [operator], operands: [this.#chain(left), this.#chain(right)], span };
  }
}

const isNumber = (formula: Formula, text: string): boolean => formula.kind === 'number' && formula.text === text;
