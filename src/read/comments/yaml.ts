/** YAML, by the lexer of its parser. Comments of scripts inside it are comments too. */
import { Lexer } from 'yaml';
import type { Stretch } from './index.ts';
import { shellComments } from './tokens.ts';

/** Marks the lexer puts between what is written. */
const DOCUMENT = '\u0002';
const FLOW_END = '\u0018';
const SCALAR = '\u001f';

export function findInYaml(text: string): Stretch[] {
  const found: Stretch[] = [];
  let at = 0;
  let before = '';
  let header = false;
  let key = '';
  for (const token of new Lexer().lex(text)) {
    if (token === DOCUMENT || token === FLOW_END || token === SCALAR) {
      before = token;
      continue;
    }
    const scalar = before === SCALAR;
    if (!scalar && token.startsWith('#')) found.push([at, at + token.length]);
    if (scalar && header) {
      if (SCRIPT_KEYS.test(key)) for (const [start, end] of shellComments(token)) found.push([at + start, at + end]);
      header = false;
    } else if (scalar) key = token.trim();
    if (!scalar && /^[|>]/.test(token)) header = true;
    before = token;
    at += token.length;
  }
  return found;
}

/** Under these keys pipelines and charts keep scripts. */
const SCRIPT_KEYS = /^(?:run|script|bash|pwsh|powershell|inlineScript|before_script|after_script|command|args)$/i;
