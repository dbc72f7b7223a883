/**
 * A Kotlin tree in the shapes of the Java grammar, so that one reader serves both languages: a call of a capital name
 * is a construction, a property a field, a companion's members those of its class. What Java has no word for gets one
 * of its own: `named_argument`, `pair` (`a to b`), `interpolated_string`, `raw_string_literal`.
 */
import { CodeNode } from '../code-tree.ts';
import { piecesOf } from './templates.ts';

/** One step; what it gives back is done next, in order. Steps instead of recursion: trees may be deep. */
type Job = () => readonly Job[];
const DONE: readonly Job[] = [];

interface Range {
  readonly start: number;
  readonly end: number;
}

const LITERALS: Readonly<Record<string, string>> = { true: 'true', false: 'false', null: 'null_literal' };
const RENAMED: Readonly<Record<string, string>> = {
  this_expression: 'this',
  super_expression: 'super',
  number_literal: 'decimal_integer_literal',
  float_literal: 'decimal_floating_point_literal',
  character_literal: 'character_literal',
  callable_reference: 'method_reference',
};
const PASSED_THROUGH: Readonly<Record<string, string>> = {
  return_expression: 'return_statement',
  throw_expression: 'throw_statement',
  catch_block: 'catch_clause',
  for_statement: 'enhanced_for_statement',
  anonymous_initializer: 'initializer',
  secondary_constructor: 'constructor_declaration',
  index_expression: 'array_access',
};
const TYPES = new Set(['user_type', 'nullable_type', 'non_nullable_type', 'parenthesized_type', 'function_type']);
/** Places whose properties belong to a type or the file. */
const OUTER = new Set(['class_body', 'enum_class_body', 'source_file']);
const NOT_VALUES = new Set([
  ...TYPES,
  'modifiers',
  'variable_declaration',
  'multi_variable_declaration',
  'property_delegate',
  'getter',
  'setter',
  'type_parameters',
  'type_constraints',
  'type_modifiers',
]);

/** The tree anew; `text` is what both trees' offsets are about. */
export function javaShape(root: CodeNode, text: string): CodeNode {
  const shaped = new CodeNode('program', '', root.start, root.end, undefined);
  const shaper = new Shaper(text);
  const stack: Job[] = root.children.map(child => shaper.job(child, '', shaped)).toReversed();
  for (let job = stack.pop(); job; job = stack.pop()) {
    const next = job();
    for (let i = next.length - 1; i >= 0; i--) stack.push(next[i] as Job);
  }
  return shaped;
}

class Shaper {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  job(from: CodeNode, field: string, parent: CodeNode): Job {
    return () => this.#shape(from, field, parent);
  }

  #word({ start, end }: Range): string {
    return this.#text.slice(start, end);
  }

  #make(type: string, field: string, { start, end }: Range, parent: CodeNode, operator?: string): CodeNode {
    const node = new CodeNode(type, field, start, end, parent);
    node.operator = operator;
    parent.children.push(node);
    return node;
  }

  /** A node of its own, filled by the jobs `fill` gives. */
  #wrap(
    type: string,
    field: string,
    at: Range,
    parent: CodeNode,
    fill: (node: CodeNode) => readonly Job[],
    operator?: string,
  ): Job {
    return () => fill(this.#make(type, field, at, parent, operator));
  }

  #leaf(type: string, field: string, at: Range, parent: CodeNode): Job {
    return this.#wrap(type, field, at, parent, () => DONE);
  }

  #all(from: readonly CodeNode[], parent: CodeNode, field = ''): Job[] {
    return from.map(child => this.job(child, field, parent));
  }

  #shape(from: CodeNode, field: string, parent: CodeNode): readonly Job[] {
    const renamed = RENAMED[from.type];
    if (renamed !== undefined) return [this.#leaf(renamed, field, from, parent)];
    if (TYPES.has(from.type)) return this.#type(from, field, parent);
    switch (from.type) {
      case 'identifier':
        return [this.#leaf(LITERALS[this.#word(from)] ?? 'identifier', field, from, parent)];
      case 'string_literal':
      case 'multiline_string_literal':
        return this.#string(from, field, parent);
      case 'navigation_expression':
        return this.#navigation(from, field, parent);
      case 'call_expression':
        return this.#call(from, field, parent);
      case 'annotated_lambda':
        return this.#all(
          from.children.filter(child => child.type === 'lambda_literal'),
          parent,
          field,
        );
      case 'lambda_literal':
        return this.#lambda(from, field, parent);
      case 'binary_expression':
        return this.#binary(from, field, parent);
      case 'infix_expression':
        return this.#infix(from, field, parent);
      case 'unary_expression':
        // `a!!` is `a`.
        if (from.operator === '!!') return this.#all(from.children, parent, field);
        return this.#same('unary_expression', from, field, parent);
      case 'labeled_expression':
      case 'annotated_expression':
      case 'spread_expression':
        return this.#all(from.children.slice(-1), parent, field);
      case 'as_expression': {
        const [left] = from.children;
        return [
          this.#wrap('cast_expression', field, from, parent, node => (left ? [this.job(left, 'value', node)] : DONE)),
        ];
      }
      case 'if_expression':
        return this.#either(from, field, parent);
      case 'when_expression':
        return this.#when(from, field, parent);
      case 'assignment':
        return this.#sides('assignment_expression', from, field, parent);
      case 'property_declaration':
        return this.#property(from, field, parent);
      case 'class_declaration':
      case 'object_declaration':
        return this.#class(from, field, parent);
      case 'class_body':
      case 'enum_class_body':
        return [this.#wrap('class_body', field, from, parent, node => this.#all(from.children, node))];
      case 'companion_object': {
        // Its members are used as if they were those of the class.
        const body = from.firstOf('class_body');
        return body ? this.#all(body.children, parent) : DONE;
      }
      case 'enum_entry':
        return this.#enumEntry(from, field, parent);
      case 'function_declaration':
        return this.#function(from, field, parent);
      case 'function_value_parameters':
      case 'class_parameters':
        return this.#parameters(from, field, parent);
      case 'modifiers':
      case 'parameter_modifiers':
        return this.#all(
          from.children.filter(child => child.type === 'annotation'),
          parent,
        );
      case 'annotation':
        return this.#annotation(from, field, parent);
      case 'import':
        return this.#import(from, field, parent);
      case 'collection_literal':
        return [this.#wrap('array_initializer', field, from, parent, node => this.#all(from.children, node))];
      case 'file_annotation':
      case 'package_header':
      case 'type_arguments':
      case 'type_parameters':
      case 'label':
        return DONE;
      default:
        return this.#same(PASSED_THROUGH[from.type] ?? from.type, from, field, parent);
    }
  }

  #same(type: string, from: CodeNode, field: string, parent: CodeNode): readonly Job[] {
    const named = type === 'array_access' ? ['array', 'index'] : [];
    return [
      this.#wrap(
        type,
        field,
        from,
        parent,
        node => from.children.map((child, i) => this.job(child, named[i] ?? child.field, node)),
        from.operator,
      ),
    ];
  }

  /** `a.b.C<D>?`: without question mark and type arguments. */
  #type(from: CodeNode, field: string, parent: CodeNode): readonly Job[] {
    let here = from;
    while (here.type !== 'user_type') {
      const inner = here.children.find(child => TYPES.has(child.type));
      if (!inner) return [this.#leaf('function_type', field, from, parent)];
      here = inner;
    }
    const given = here.firstOf('type_arguments');
    const name: Range = { start: here.start, end: given?.start ?? here.end };
    const type = this.#word(name).includes('.') ? 'scoped_type_identifier' : 'type_identifier';
    if (!given) return [this.#leaf(type, field, name, parent)];
    return [this.#wrap('generic_type', field, here, parent, node => [this.#leaf(type, '', name, node)])];
  }

  #string(from: CodeNode, field: string, parent: CodeNode): readonly Job[] {
    const raw = from.type === 'multiline_string_literal';
    const pieces = piecesOf(from, this.#text);
    if (pieces.every(piece => piece.kind === 'text'))
      return [this.#leaf(raw ? 'raw_string_literal' : 'string_literal', field, from, parent)];
    return [
      this.#wrap('interpolated_string', field, from, parent, node =>
        pieces.flatMap(piece => {
          if (piece.kind === 'text') return [this.#leaf(raw ? 'raw_fragment' : 'string_fragment', '', piece, node)];
          if (piece.kind === 'name') return [this.#dotted(piece, '', node)];
          return [this.job(piece.node, '', node)];
        }),
      ),
    ];
  }

  /** A dotted name from its text. */
  #dotted(at: Range, field: string, parent: CodeNode): Job {
    const written = this.#word(at);
    const dot = written.lastIndexOf('.');
    if (dot < 0) return this.#leaf(written === 'this' ? 'this' : 'identifier', field, at, parent);
    return this.#wrap('field_access', field, at, parent, node => [
      this.#dotted({ start: at.start, end: at.start + dot }, 'object', node),
      this.#leaf('identifier', 'field', { start: at.start + dot + 1, end: at.end }, node),
    ]);
  }

  #navigation(from: CodeNode, field: string, parent: CodeNode): readonly Job[] {
    const [object, name] = from.children;
    if (from.operator === '::' || !object || !name) return [this.#leaf('class_literal', field, from, parent)];
    return [
      this.#wrap('field_access', field, from, parent, node => [
        this.job(object, 'object', node),
        this.#leaf('identifier', 'field', name, node),
      ]),
    ];
  }

  #call(from: CodeNode, field: string, parent: CodeNode): readonly Job[] {
    let [callee] = from.children;
    const given = from.children.slice(1);
    // `f(a) { … }` is a call of `f(a)` with a lambda: one call.
    if (callee?.type === 'call_expression' && !from.firstOf('value_arguments') && callee.firstOf('value_arguments')) {
      const [inner, ...before] = callee.children;
      callee = inner;
      given.unshift(...before);
    }
    if (!callee) return DONE;
    const args = (node: CodeNode): Job =>
      this.#wrap('argument_list', 'arguments', { start: (given[0] ?? from).start, end: from.end }, node, list =>
        given.flatMap(each =>
          each.type === 'value_arguments'
            ? each.children.map(argument => this.#argument(argument, list))
            : [this.job(each, '', list)],
        ),
      );
    const made = this.#constructed(callee);
    if (made !== undefined)
      return [
        this.#wrap('object_creation_expression', field, from, parent, node => [
          this.#leaf(made, 'type', callee, node),
          args(node),
        ]),
      ];
    const [object, name] = callee.type === 'navigation_expression' ? callee.children : [undefined, callee];
    if (!name || name.type !== 'identifier')
      return [this.#wrap('invocation', field, from, parent, node => [this.job(callee, 'function', node), args(node)])];
    return [
      this.#wrap('method_invocation', field, from, parent, node => [
        ...(object ? [this.job(object, 'object', node)] : []),
        this.#leaf('identifier', 'name', name, node),
        args(node),
      ]),
    ];
  }

  /** Kotlin constructs by calling the type; names of types begin with a capital. */
  #constructed(callee: CodeNode): string | undefined {
    const written = this.#word(callee);
    if (callee.type === 'identifier') return /^[A-Z]\w*[a-z]/.test(written) ? 'type_identifier' : undefined;
    const scoped = /^(?:(?:[a-z]\w*\.){2,}|(?:[A-Z]\w*\.)+)[A-Z]\w*[a-z]\w*$/.test(written);
    return callee.type === 'navigation_expression' && scoped ? 'scoped_type_identifier' : undefined;
  }

  #argument(from: CodeNode, parent: CodeNode): Job {
    const [first, second] = from.children;
    if (first && second && from.operator === '=')
      return this.#wrap('named_argument', '', from, parent, node => [
        this.#leaf('identifier', 'key', first, node),
        this.job(second, 'value', node),
      ]);
    return () => this.#all(from.children.slice(-1), parent);
  }

  #lambda(from: CodeNode, field: string, parent: CodeNode): readonly Job[] {
    const statements = from.children.filter(child => child.type !== 'lambda_parameters');
    const parameters = from.firstOf('lambda_parameters')?.children ?? [];
    return [
      this.#wrap('lambda_expression', field, from, parent, node => [
        ...parameters.map(parameter => this.#declared(parameter, 'formal_parameter', node)),
        ...statements.map((statement, i) => this.job(statement, i === statements.length - 1 ? 'body' : '', node)),
      ]),
    ];
  }

  /** A name with its type, as parameter. */
  #declared(from: CodeNode, type: string, parent: CodeNode): Job {
    const name = from.firstOf('identifier');
    const written = from.children.find(child => TYPES.has(child.type));
    return this.#wrap(type, '', from, parent, node => [
      ...(name ? [this.#leaf('identifier', 'name', name, node)] : []),
      ...(written ? [this.job(written, 'type', node)] : []),
    ]);
  }

  #binary(from: CodeNode, field: string, parent: CodeNode): readonly Job[] {
    if (from.operator !== '?:') return this.#sides('binary_expression', from, field, parent);
    const left = from.get('left');
    const right = from.get('right');
    return [
      this.#wrap('ternary_expression', field, from, parent, node => [
        ...(left ? [this.job(left, 'consequence', node)] : []),
        ...(right ? [this.job(right, 'alternative', node)] : []),
      ]),
    ];
  }

  #sides(type: string, from: CodeNode, field: string, parent: CodeNode): readonly Job[] {
    return [
      this.#wrap(
        type,
        field,
        from,
        parent,
        node =>
          from.children
            .filter(child => child.field === 'left' || child.field === 'right')
            .map(child => this.job(child, child.field, node)),
        from.operator,
      ),
    ];
  }

  #infix(from: CodeNode, field: string, parent: CodeNode): readonly Job[] {
    const [left, name, right] = from.children;
    if (!left || !name || !right) return this.#all(from.children, parent);
    if (this.#word(name) === 'to')
      return [
        this.#wrap('pair', field, from, parent, node => [this.job(left, 'key', node), this.job(right, 'value', node)]),
      ];
    return [
      this.#wrap('method_invocation', field, from, parent, node => [
        this.job(left, 'object', node),
        this.#leaf('identifier', 'name', name, node),
        this.#wrap('argument_list', 'arguments', right, node, list => [this.job(right, '', list)]),
      ]),
    ];
  }

  /** `if` as a value where both sides are one. */
  #either(from: CodeNode, field: string, parent: CodeNode): readonly Job[] {
    const condition = from.get('condition');
    const branches = from.children.filter(child => child !== condition && child.type !== 'label');
    const [first, second] = branches.map(single);
    if (branches.length !== 2 || !first || !second)
      return [
        this.#wrap('if_statement', field, from, parent, node => [
          ...(condition ? [this.job(condition, 'condition', node)] : []),
          ...this.#all(branches, node),
        ]),
      ];
    return [
      this.#wrap('ternary_expression', field, from, parent, node => [
        ...(condition ? [this.job(condition, 'condition', node)] : []),
        this.job(first, 'consequence', node),
        this.job(second, 'alternative', node),
      ]),
    ];
  }

  #when(from: CodeNode, field: string, parent: CodeNode): readonly Job[] {
    return [
      this.#wrap('switch_expression', field, from, parent, node =>
        from.children.flatMap(entry => {
          if (entry.type !== 'when_entry') return this.#all(entry.children, node);
          const conditions = entry.all('condition');
          const [body] = entry.children.filter(child => child.field !== 'condition');
          const value = body && single(body);
          return [
            ...conditions.map(condition =>
              this.#wrap('switch_label', '', condition, node, label => [this.job(condition, '', label)]),
            ),
            ...(value ? [this.job(value, 'result', node)] : body ? [this.job(body, '', node)] : []),
          ];
        }),
      ),
    ];
  }

  #property(from: CodeNode, field: string, parent: CodeNode): readonly Job[] {
    const outer = from.parent !== undefined && OUTER.has(from.parent.type);
    const several = from.firstOf('multi_variable_declaration');
    const one = from.firstOf('variable_declaration');
    const value = from.children.find(child => !NOT_VALUES.has(child.type)) ?? delegated(from) ?? computed(from);
    const type = one?.children.find(child => TYPES.has(child.type));
    const name = one?.firstOf('identifier');
    return [
      this.#wrap(outer ? 'field_declaration' : 'local_variable_declaration', field, from, parent, node => [
        ...this.#all(
          from.children.filter(child => child.type === 'modifiers'),
          node,
        ),
        ...(type ? [this.job(type, 'type', node)] : []),
        ...(name
          ? [
              this.#wrap(
                'variable_declarator',
                'declarator',
                { start: name.start, end: (value ?? name).end },
                node,
                own => [this.#leaf('identifier', 'name', name, own), ...(value ? [this.job(value, 'value', own)] : [])],
              ),
            ]
          : []),
        ...(several?.children ?? []).map(each => this.#declared(each, 'formal_parameter', node)),
        ...(name || !value ? [] : [this.job(value, '', node)]),
        ...this.#all(
          from.children.filter(child => child.type === 'setter' || (child.type === 'getter' && !value)),
          node,
        ),
      ]),
    ];
  }

  #class(from: CodeNode, field: string, parent: CodeNode): readonly Job[] {
    const name = from.get('name');
    const enumeration = from.firstOf('enum_class_body');
    const parameters = from.firstOf('primary_constructor')?.firstOf('class_parameters');
    const body = enumeration ?? from.firstOf('class_body');
    const bases = from.firstOf('delegation_specifiers');
    const type = enumeration
      ? 'enum_declaration'
      : from.operator === 'interface'
        ? 'interface_declaration'
        : parameters
          ? 'record_declaration'
          : 'class_declaration';
    return [
      this.#wrap(type, field, from, parent, node => [
        ...this.#all(
          from.children.filter(child => child.type === 'modifiers'),
          node,
        ),
        ...(name ? [this.#leaf('identifier', 'name', name, node)] : []),
        ...(parameters ? [this.job(parameters, 'parameters', node)] : []),
        ...(bases ? [this.#wrap('superclass', 'superclass', bases, node, own => this.#bases(bases, own))] : []),
        ...(body ? [this.job(body, 'body', node)] : []),
      ]),
    ];
  }

  /** What a class derives from, and what it hands to its base. */
  #bases(from: CodeNode, parent: CodeNode): readonly Job[] {
    return from.children.flatMap(specifier => {
      const [base] = specifier.children.filter(child => child.type !== 'annotation');
      if (base?.type !== 'constructor_invocation') return base ? this.#all([base], parent) : [];
      return base.children.flatMap(child =>
        child.type === 'value_arguments'
          ? child.children.map(each => this.#argument(each, parent))
          : this.#all([child], parent),
      );
    });
  }

  #enumEntry(from: CodeNode, field: string, parent: CodeNode): readonly Job[] {
    const name = from.firstOf('identifier');
    const given = from.firstOf('value_arguments');
    const body = from.firstOf('class_body');
    return [
      this.#wrap('enum_constant', field, from, parent, node => [
        ...(name ? [this.#leaf('identifier', 'name', name, node)] : []),
        ...(given
          ? [
              this.#wrap('argument_list', 'arguments', given, node, list =>
                given.children.map(each => this.#argument(each, list)),
              ),
            ]
          : []),
        ...(body ? [this.job(body, '', node)] : []),
      ]),
    ];
  }

  #function(from: CodeNode, field: string, parent: CodeNode): readonly Job[] {
    const name = from.get('name');
    const parameters = from.firstOf('function_value_parameters');
    const at = parameters ? from.children.indexOf(parameters) : -1;
    const type = from.children.slice(at + 1).find(child => TYPES.has(child.type));
    const body = from.firstOf('function_body')?.children[0];
    return [
      this.#wrap('method_declaration', field, from, parent, node => [
        ...this.#all(
          from.children.filter(child => child.type === 'modifiers'),
          node,
        ),
        ...(name ? [this.#leaf('identifier', 'name', name, node)] : []),
        ...(type ? [this.job(type, 'type', node)] : []),
        ...(parameters ? [this.job(parameters, 'parameters', node)] : []),
        ...(body ? [this.job(body, 'body', node)] : []),
      ]),
    ];
  }

  /** Annotations stand before a parameter, its default after it. */
  #parameters(from: CodeNode, field: string, parent: CodeNode): readonly Job[] {
    return [
      this.#wrap('formal_parameters', field, from, parent, list => {
        const jobs: Job[] = [];
        from.children.forEach((child, i) => {
          if (child.type !== 'parameter' && child.type !== 'class_parameter') return;
          const before = from.children[i - 1];
          const after = from.children[i + 1];
          const own = child.children.filter(part => !TYPES.has(part.type) && part.type !== 'identifier');
          const name = child.firstOf('identifier');
          const named = name ? child.children.indexOf(name) : -1;
          // The default of a class parameter may be a plain name, too.
          const inner = child.children.slice(named + 1).find(part => !TYPES.has(part.type));
          const outside = after && !/^(?:parameter|parameter_modifiers)$/.test(after.type) ? after : undefined;
          const value = child.type === 'class_parameter' ? inner : outside;
          const type = child.children.find(part => TYPES.has(part.type));
          const modifiers = [before, ...own].filter(
            part => part?.type === 'parameter_modifiers' || part?.type === 'modifiers',
          ) as CodeNode[];
          jobs.push(
            this.#wrap('formal_parameter', '', { start: child.start, end: (value ?? child).end }, list, node => [
              ...this.#all(modifiers, node),
              ...(name ? [this.#leaf('identifier', 'name', name, node)] : []),
              ...(type ? [this.job(type, 'type', node)] : []),
              ...(value ? [this.job(value, 'value', node)] : []),
            ]),
          );
        });
        return jobs;
      }),
    ];
  }

  #annotation(from: CodeNode, field: string, parent: CodeNode): readonly Job[] {
    const invocation = from.firstOf('constructor_invocation');
    const type = (invocation ?? from).firstOf('user_type');
    const given = invocation?.firstOf('value_arguments')?.children ?? [];
    if (!type) return DONE;
    const value = (each: CodeNode, name: string, node: CodeNode): Job =>
      each.type === 'collection_literal'
        ? this.#wrap('element_value_array_initializer', name, each, node, own => this.#all(each.children, own))
        : this.job(each, name, node);
    return [
      this.#wrap(invocation ? 'annotation' : 'marker_annotation', field, from, parent, node => [
        this.#leaf(this.#word(type).includes('.') ? 'scoped_type_identifier' : 'type_identifier', 'name', type, node),
        ...(invocation
          ? [
              this.#wrap('annotation_argument_list', 'arguments', invocation, node, list =>
                given.flatMap(argument => {
                  const [key, second] = argument.children;
                  if (key && second && argument.operator === '=')
                    return [
                      this.#wrap('element_value_pair', '', argument, list, pair => [
                        this.#leaf('identifier', 'key', key, pair),
                        value(second, 'value', pair),
                      ]),
                    ];
                  return key ? [value(key, '', list)] : [];
                }),
              ),
            ]
          : []),
      ]),
    ];
  }

  /** `import a.b.C`, `import a.b.*`, `import a.b.C as D`. */
  #import(from: CodeNode, field: string, parent: CodeNode): readonly Job[] {
    const target = from.firstOf('qualified_identifier');
    const alias = from.firstOf('identifier');
    if (!target) return DONE;
    return [
      this.#wrap('import_declaration', field, from, parent, node => [
        this.#leaf('scoped_identifier', '', target, node),
        ...(this.#word(from).includes('*') ? [this.#leaf('asterisk', '', from, node)] : []),
        ...(alias ? [this.#leaf('identifier', 'alias', alias, node)] : []),
      ]),
    ];
  }
}

/** The expression a branch is: itself, or the only one of its block. */
function single(branch: CodeNode): CodeNode | undefined {
  if (branch.type !== 'block') return branch.type === 'assignment' ? undefined : branch;
  const [only, ...more] = branch.children;
  return only && more.length === 0 && only.type !== 'assignment' ? only : undefined;
}

/** `by lazy { … value }`, `by other`. */
function delegated(property: CodeNode): CodeNode | undefined {
  const [delegate] = property.firstOf('property_delegate')?.children ?? [];
  const lambda = delegate?.firstOf('annotated_lambda')?.firstOf('lambda_literal');
  return lambda?.children.at(-1) ?? delegate;
}

/** `get() = value`. */
function computed(property: CodeNode): CodeNode | undefined {
  const body = property.firstOf('getter')?.firstOf('function_body')?.children[0];
  return body?.type === 'block' ? undefined : body;
}
