/** Imports, types and names of a Go file. */
import { CodeScope } from '../code-scope.ts';
import { preorder, type CodeNode } from '../code-tree.ts';

const BLOCKS = new Set([
  'block',
  'func_literal',
  'if_statement',
  'for_statement',
  'expression_switch_statement',
  'type_switch_statement',
  'select_statement',
  'expression_case',
  'default_case',
  'type_case',
  'communication_case',
]);

export interface Names {
  readonly imports: ReadonlyMap<string, string>;
  readonly structs: ReadonlyMap<string, ReadonlyMap<string, CodeNode>>;
}

/** Gives every node its scope and every scope its names. */
export function recordScopes(root: CodeNode, text: string): Names {
  const imports = new Map<string, string>();
  const structs = new Map<string, Map<string, CodeNode>>();
  const top = new CodeScope(undefined);
  const inside = new Map<CodeNode, CodeScope>([[root, top]]);
  const assigned: CodeNode[] = [];
  for (const node of preorder(root)) {
    const around = (node.parent && inside.get(node.parent)) ?? top;
    node.scope = around;
    inside.set(node, scopeOf(node, around, text));
    declare(node, around, text);
    if (node.type === 'import_spec') noteImport(imports, node, text);
    if (node.type === 'type_spec') noteStruct(structs, node, text);
    if (node.type === 'assignment_statement') assigned.push(node);
  }
  for (const node of assigned) noteAssignment(node, text);
  return { imports, structs };
}

function scopeOf(node: CodeNode, around: CodeScope, text: string): CodeScope {
  const name = node.get('name');
  if (name && (node.type === 'function_declaration' || node.type === 'type_spec'))
    return new CodeScope(around, text.slice(name.start, name.end));
  if (name && node.type === 'method_declaration') {
    const owner = node.get('receiver')?.children[0]?.get('type');
    const type = owner && /\w+/.exec(text.slice(owner.start, owner.end))?.[0];
    const own = text.slice(name.start, name.end);
    return new CodeScope(around, type === undefined ? own : `${type}.${own}`);
  }
  return BLOCKS.has(node.type) ? new CodeScope(around) : around;
}

/** `import x "a/b"`; without a name, the one the package most likely has. */
function noteImport(imports: Map<string, string>, node: CodeNode, text: string): void {
  const target = node.get('path');
  if (!target) return;
  const path = text.slice(target.start + 1, target.end - 1);
  const name = node.get('name');
  if (name) {
    imports.set(text.slice(name.start, name.end), path);
    return;
  }
  for (const likely of packageNames(path)) if (!imports.has(likely)) imports.set(likely, path);
}

/** `github.com/a/go-b/v2` may be called `b`, `gopkg.in/b.v3` is `b`. */
function packageNames(path: string): readonly string[] {
  const parts = path.split('/');
  if (parts.length > 1 && /^v\d+$/.test(parts.at(-1) ?? '')) parts.pop();
  const last = (parts.at(-1) ?? '').replace(/\.v\d+$/, '');
  const plain = last.replace(/^go-/, '').replace(/[-.]go$/, '');
  return [...new Set([plain, last, last.replace(/-/g, ''), last.replace(/-/g, '_')])];
}

function noteStruct(structs: Map<string, Map<string, CodeNode>>, node: CodeNode, text: string): void {
  const name = node.get('name');
  const list = node.get('type')?.firstOf('field_declaration_list');
  if (!name || !list) return;
  const fields = new Map<string, CodeNode>();
  for (const field of list.children) {
    const type = field.get('type');
    if (type) for (const id of field.all('name')) fields.set(text.slice(id.start, id.end), type);
  }
  structs.set(text.slice(name.start, name.end), fields);
}

function declare(node: CodeNode, scope: CodeScope, text: string): void {
  const say = (id: CodeNode): string => text.slice(id.start, id.end);
  switch (node.type) {
    case 'const_spec':
    case 'var_spec':
      return pair(node.all('name'), node.get('value')?.children ?? [], (id, value) => {
        scope.declare(say(id), 'variable', id, node.get('type'), value);
      });
    case 'short_var_declaration':
      return pair(node.get('left')?.children ?? [], node.get('right')?.children ?? [], (id, value) => {
        if (id.type === 'identifier') scope.declare(say(id), 'variable', id, undefined, value);
      });
    case 'range_clause':
      for (const id of node.get('left')?.children ?? []) {
        if (id.type === 'identifier') scope.declare(say(id), 'parameter', id);
      }
      return;
    case 'parameter_declaration':
    case 'variadic_parameter_declaration':
      for (const id of node.all('name')) scope.declare(say(id), 'parameter', id, node.get('type'));
      return;
    case 'function_declaration': {
      const name = node.get('name');
      if (name) scope.declare(say(name), 'function', node, node.get('result'));
      return;
    }
    case 'type_spec': {
      const name = node.get('name');
      if (name) scope.declare(say(name), 'type', node);
      return;
    }
    default:
  }
}

/** Names and what they are given; the first of several results goes to the first name. */
export function pair(
  names: readonly CodeNode[],
  values: readonly CodeNode[],
  give: (name: CodeNode, value: CodeNode | undefined) => void,
): void {
  const each = values.length === names.length;
  names.forEach((name, i) => give(name, each || i === 0 ? values[i] : undefined));
}

/** `x = …` adds to what the name may hold. */
function noteAssignment(node: CodeNode, text: string): void {
  if (node.operator !== '=') return;
  pair(node.get('left')?.children ?? [], node.get('right')?.children ?? [], (left, value) => {
    if (left.type !== 'identifier') return;
    const binding = left.scope?.find(text.slice(left.start, left.end));
    if (binding?.role !== 'variable') return;
    if (value) binding.values.push(value);
    else binding.open = true;
  });
}
