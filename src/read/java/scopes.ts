/** Imports, types and names of a Java file. */
import { CodeScope } from '../code-scope.ts';
import { above, preorder, type CodeNode } from '../code-tree.ts';

export const TYPE_DECLARATIONS: ReadonlySet<string> = new Set([
  'class_declaration',
  'record_declaration',
  'interface_declaration',
  'enum_declaration',
  'annotation_type_declaration',
]);
const FUNCTIONS = new Set(['method_declaration', 'constructor_declaration', 'compact_constructor_declaration']);
const BLOCKS = new Set([
  'block',
  'constructor_body',
  'lambda_expression',
  'for_statement',
  'enhanced_for_statement',
  'try_with_resources_statement',
  'catch_clause',
  'switch_block_statement_group',
  'class_body',
]);

export interface Names {
  readonly imports: ReadonlyMap<string, string>;
  readonly types: ReadonlyMap<string, CodeScope>;
}

/** Gives every node its scope and every scope its names. */
export function recordScopes(root: CodeNode, text: string): Names {
  const types = new Map<string, CodeScope>();
  const imports = new Map<string, string>();
  const inside = new Map<CodeNode, CodeScope>([[root, new CodeScope(undefined)]]);
  const assigned: CodeNode[] = [];
  for (const node of preorder(root)) {
    const around = node.parent ? inside.get(node.parent) : inside.get(root);
    if (!around) continue;
    node.scope = around;
    const own = scopeOf(node, around, text);
    if (own !== around && TYPE_DECLARATIONS.has(node.type)) noteType(types, node, own, text);
    inside.set(node, own);
    declare(node, around, text);
    if (node.type === 'import_declaration') noteImport(imports, node, text);
    if (node.type === 'assignment_expression') assigned.push(node);
  }
  for (const node of assigned) noteAssignment(node, text);
  return { imports, types };
}

function scopeOf(node: CodeNode, around: CodeScope, text: string): CodeScope {
  const name = node.get('name');
  if (name && (TYPE_DECLARATIONS.has(node.type) || FUNCTIONS.has(node.type)))
    return new CodeScope(around, text.slice(name.start, name.end));
  // The body of a type is where its names live already.
  const body = node.type === 'class_body' && node.parent !== undefined && TYPE_DECLARATIONS.has(node.parent.type);
  return BLOCKS.has(node.type) && !body ? new CodeScope(around) : around;
}

function noteType(types: Map<string, CodeScope>, node: CodeNode, scope: CodeScope, text: string): void {
  const name = node.get('name');
  if (name) types.set(text.slice(name.start, name.end), scope);
}

/** `import a.b.C;`, `import static a.b.C.d;`; one of everything (`a.b.*`) names nothing. */
function noteImport(imports: Map<string, string>, node: CodeNode, text: string): void {
  const target = node.firstOf('scoped_identifier');
  if (!target || node.firstOf('asterisk')) return;
  const full = text.slice(target.start, target.end).replace(/\s+/g, '');
  const alias = node.get('alias');
  imports.set(alias ? text.slice(alias.start, alias.end) : full.slice(full.lastIndexOf('.') + 1), full);
}

function declare(node: CodeNode, scope: CodeScope, text: string): void {
  const name = node.get('name');
  const say = (id: CodeNode): string => text.slice(id.start, id.end);
  switch (node.type) {
    case 'variable_declarator': {
      const owner = node.parent;
      if (!name || !owner) return;
      const field = owner.type === 'field_declaration' || owner.type === 'constant_declaration';
      scope.declare(say(name), field ? 'field' : 'variable', node, owner.get('type'), node.get('value'));
      return;
    }
    case 'resource':
      if (name) scope.declare(say(name), 'variable', node, node.get('type'), node.get('value'));
      return;
    case 'formal_parameter':
    case 'catch_formal_parameter':
      if (name) scope.declare(say(name), 'parameter', node, node.get('type'));
      return;
    case 'enhanced_for_statement':
      return;
    case 'method_declaration':
      if (name) scope.declare(say(name), 'function', node, node.get('type'));
      return;
    default:
  }
}

/** `x = …` and `this.x = …` add to what the name may hold. */
function noteAssignment(node: CodeNode, text: string): void {
  const left = node.get('left');
  const right = node.get('right');
  if (!left || !right || node.operator !== '=') return;
  const id = left.type === 'identifier' ? left : left.get('object')?.type === 'this' ? left.get('field') : undefined;
  if (!id) return;
  const name = text.slice(id.start, id.end);
  const binding = left.type === 'identifier' ? left.scope?.find(name) : ownType(left)?.names.get(name);
  if (binding && binding.role !== 'parameter' && binding.role !== 'function') binding.values.push(right);
}

/** The names of the type the node stands in. */
export function ownType(node: CodeNode): CodeScope | undefined {
  const type = above(node, TYPE_DECLARATIONS);
  return type?.get('body')?.scope;
}
