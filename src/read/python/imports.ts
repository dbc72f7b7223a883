/** Import statements: which names they bring in, under which canonical name. */
import type { SyntaxNode } from './syntax.ts';

export interface Imported {
  /** As written, leading dots included: `a.b`, `.x`. */
  readonly module: string;
  /** Canonical name of what arrives: `m.A`, the module itself, `m.*`. */
  readonly name: string;
  /** The name it has in the file; nothing for `*`. */
  readonly local: string | undefined;
  /** What that local name stands for: `import a.b` makes `a` stand for `a`. */
  readonly stands: string;
  /** The imported name as written, without its alias. */
  readonly node: SyntaxNode;
}

/** The names an import statement brings in, in order. */
export function importedNames(statement: SyntaxNode, text: string): Imported[] {
  const names: Imported[] = [];
  if (statement.type === 'import_statement') {
    for (const child of statement.children) {
      const { node, alias } = nameAndAlias(child, text);
      if (!node) continue;
      const module = dotted(node, text);
      const root = module.split('.', 1)[0] ?? module;
      names.push({ module, name: module, local: alias ?? root, stands: alias ? module : root, node });
    }
    return names;
  }
  const from = statement.get('module_name');
  const module = from ? dotted(from, text) : '__future__';
  for (const child of statement.children) {
    if (child === from) continue;
    if (child.type === 'wildcard_import') {
      const name = joined(module, '*');
      names.push({ module, name, local: undefined, stands: name, node: child });
      continue;
    }
    const { node, alias } = nameAndAlias(child, text);
    if (!node) continue;
    const own = dotted(node, text);
    const name = joined(module, own);
    names.push({ module, name, local: alias ?? own, stands: name, node });
  }
  return names;
}

function nameAndAlias(node: SyntaxNode, text: string): { node?: SyntaxNode; alias?: string } {
  if (node.type === 'dotted_name') return { node };
  if (node.type !== 'aliased_import') return {};
  const name = node.get('name');
  const alias = node.get('alias');
  if (!name) return {};
  return alias ? { node: name, alias: text.slice(alias.start, alias.end) } : { node: name };
}

/** Dotted text of a name; blanks and line breaks around the dots are dropped. */
export function dotted(node: SyntaxNode, text: string): string {
  return text.slice(node.start, node.end).replace(/[\s\\]+/g, '');
}

/** `.x` and `y` are `.x.y`, but `.` and `y` are `.y`. */
function joined(module: string, name: string): string {
  return module.endsWith('.') ? module + name : `${module}.${name}`;
}
