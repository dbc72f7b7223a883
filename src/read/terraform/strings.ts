/** Quoted templates and heredocs: the known text between the holes. */
import type { SyntaxNode } from './syntax.ts';
import { append } from '../append.ts';

/** A string taken apart, in order: known text, and the nodes of what is filled in. */
export type Part = string | SyntaxNode;

/** The parts of a `string_lit`, `quoted_template` or `heredoc_template`. */
export function partsOf(source: string, node: SyntaxNode): Part[] {
  return node.type === 'heredoc_template' ? heredocParts(source, node) : quotedParts(source, node);
}

function quotedParts(source: string, node: SyntaxNode): Part[] {
  const closed = node.end - node.start > 1 && source[node.end - 1] === '"';
  const end = closed ? node.end - 1 : node.end;
  return cut(source, node, node.start + 1, end).map(part => (typeof part === 'string' ? unescape(part) : part));
}

function heredocParts(source: string, node: SyntaxNode): Part[] {
  const opening = source.indexOf('\n', node.start);
  const closing = source.lastIndexOf('\n', node.end - 1);
  if (opening < 0 || opening >= node.end || closing <= opening) return [''];
  const parts = cut(source, node, opening + 1, closing + 1);
  const indented = source.startsWith('<<-', node.start);
  const indent = indented ? commonIndent(parts) : 0;
  const margin = new RegExp(`\\n[ \\t]{0,${indent}}`, 'g');
  return parts.map((part, i) => {
    if (typeof part !== 'string') return part;
    let text = indent > 0 ? part.replace(margin, '\n') : part;
    if (i === 0 && indent > 0) text = text.replace(new RegExp(`^[ \\t]{0,${indent}}`), '');
    return text.replaceAll('$${', '${').replaceAll('%%{', '%{');
  });
}

/** The smallest indentation of the lines that hold something. */
function commonIndent(parts: readonly Part[]): number {
  const text = parts.map(part => (typeof part === 'string' ? part : '*')).join('');
  let indent = Infinity;
  for (const line of text.split('\n')) if (line.trim() !== '') indent = Math.min(indent, line.search(/[^ \t]/));
  return Number.isFinite(indent) ? indent : 0;
}

/** Text between the holes. The branches of a directive are all known text; its markers are none. */
function cut(source: string, node: SyntaxNode, start: number, end: number): Part[] {
  const parts: Part[] = [];
  let from = start;
  const stack = [...node.children].reverse();
  for (let child = stack.pop(); child; child = stack.pop()) {
    if (BRANCHING.has(child.type)) {
      append(stack, [...child.children].reverse());
      continue;
    }
    if (child.start < from || child.end > end) continue;
    parts.push(source.slice(from, child.start));
    if (child.type === 'template_interpolation') parts.push(child);
    from = child.end;
  }
  parts.push(source.slice(from, end));
  return parts;
}

const BRANCHING = new Set(['template_directive', 'template_if', 'template_for']);

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

export function unescape(text: string): string {
  if (!/[\\$%]/.test(text)) return text;
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))|([$%])\4\{/g,
    (_, short: string | undefined, long: string | undefined, char: string | undefined, sign: string | undefined) => {
      if (sign !== undefined) return `${sign}{`;
      const code = parseInt(short ?? long ?? '', 16);
      if (char !== undefined) return ESCAPES[char] ?? char;
      return code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD';
    },
  );
}
