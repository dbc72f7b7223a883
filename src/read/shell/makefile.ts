/** The recipes of a Makefile as one script, each line where it stands. */
import type { LineIndex } from '../../base/lines.ts';
import { linesOf } from '../settings.ts';
import { Excerpt, type Place } from './excerpt.ts';

const ASSIGNMENT = /^(?:export[ \t]+|override[ \t]+)*([A-Za-z_]\w*)([ \t]*(?::{0,3}|\?|\+)=[ \t]*)(.*)$/;

/** Recipe lines and assignments, in the syntax of a shell. */
export function recipes(text: string, lines: LineIndex): Place {
  const excerpt = new Excerpt();
  let continued = false;
  for (const { start, text: line } of linesOf(text)) {
    const lead = /^\t[@+-]*[ \t]*[@+-]*/.exec(line)?.[0].length;
    if (continued) shell(excerpt, line, start);
    else if (lead !== undefined) shell(excerpt, line.slice(lead), start + lead);
    else assignment(excerpt, line, start);
    continued = line.endsWith('\\');
    excerpt.add('\n', start + line.length, 1);
  }
  return excerpt.place(lines);
}

function assignment(excerpt: Excerpt, line: string, start: number): void {
  const match = ASSIGNMENT.exec(line);
  if (!match) return;
  const [whole, name = '', operator = '', value = ''] = match;
  const at = start + whole.length - value.length - operator.length - name.length;
  excerpt.add(name, at);
  excerpt.add('=', at + name.length, operator.length);
  // Make has no quotes around a value; blanks belong to it.
  const plain = value.replace(/[ \t]+#.*$/, '').trimEnd();
  const from = start + whole.length - value.length;
  const bare = /[\s;&|<>()`]/.test(plain.replace(/\$\([^)]*\)/g, '')) && !/["'\\]/.test(plain);
  if (bare) excerpt.add('"', from, 0);
  shell(excerpt, plain, from);
  if (bare) excerpt.add('"', from + plain.length, 0);
}

/** `$(NAME)` is a variable of make, `$$` a dollar of the shell, `$(shell …)` a substitution. */
const DOLLARS = /\$\$|\$\(([A-Za-z_][\w.]*)\)|\$\((shell)\s/g;

function shell(excerpt: Excerpt, line: string, start: number): void {
  let from = 0;
  for (const match of line.matchAll(DOLLARS)) {
    const [whole, name, substitution] = match;
    const at = start + match.index;
    excerpt.add(line.slice(from, match.index), start + from);
    if (name !== undefined) {
      excerpt.add('${', at);
      excerpt.add(name.replaceAll('.', '_'), at + 2);
      excerpt.add('}', at + whole.length - 1);
    } else if (substitution === undefined) excerpt.add('$', at, 2);
    else excerpt.add('$(', at, whole.length);
    from = match.index + whole.length;
  }
  excerpt.add(line.slice(from), start + from);
}
