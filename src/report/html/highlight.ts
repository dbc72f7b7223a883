/** Code in colours, at render time: the page only carries the result. */
import hljs from 'highlight.js/lib/core';
import type { HLJSApi, Language } from 'highlight.js';
import bash from 'highlight.js/lib/languages/bash';
import csharp from 'highlight.js/lib/languages/csharp';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import go from 'highlight.js/lib/languages/go';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import json from 'highlight.js/lib/languages/json';
import kotlin from 'highlight.js/lib/languages/kotlin';
import powershell from 'highlight.js/lib/languages/powershell';
import python from 'highlight.js/lib/languages/python';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { visible } from '../escape.ts';
import { escapeHtml, trusted, type Markup } from './markup.ts';

/** Terraform and Bicep: what both have in common is enough for a line. */
function infrastructure(api: HLJSApi): Language {
  return {
    name: 'infrastructure',
    keywords: {
      keyword:
        'resource data module variable output provider locals terraform dynamic for_each count param var targetScope existing import func type if for in',
      literal: 'true false null',
    },
    contains: [
      api.HASH_COMMENT_MODE,
      api.C_LINE_COMMENT_MODE,
      api.C_BLOCK_COMMENT_MODE,
      api.QUOTE_STRING_MODE,
      api.APOS_STRING_MODE,
      api.NUMBER_MODE,
      { className: 'attr', begin: /[A-Za-z_][\w-]*(?=\s*[=:])/ },
    ],
  };
}

const GRAMMARS = {
  bash,
  csharp,
  dockerfile,
  go,
  infrastructure,
  ini,
  java,
  json,
  kotlin,
  powershell,
  python,
  sql,
  typescript,
  xml,
  yaml,
};
for (const [name, grammar] of Object.entries(GRAMMARS)) hljs.registerLanguage(name, grammar);

/** Languages of readers, by the grammar that shows them best. */
const ALIASES: Readonly<Record<string, keyof typeof GRAMMARS>> = {
  arm: 'json',
  astro: 'typescript',
  bicep: 'infrastructure',
  bicepparam: 'infrastructure',
  dotenv: 'ini',
  hcl: 'infrastructure',
  javascript: 'typescript',
  jsx: 'typescript',
  properties: 'ini',
  shell: 'bash',
  svelte: 'typescript',
  terraform: 'infrastructure',
  tfvars: 'infrastructure',
  toml: 'ini',
  tsx: 'typescript',
  vue: 'typescript',
};

/** Longer lines are data; colouring them costs time and helps nobody. */
const LONGEST = 400;

/** One line or several, hidden characters spelled out; `mark` are positions in the raw text. */
export function highlighted(
  text: string,
  language: string,
  mark?: { readonly start: number; readonly end: number },
): Markup {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const shown = lines.map(line => visible(line.replaceAll('\t', '  '))).join('\n');
  const grammar = language in GRAMMARS ? language : ALIASES[language];
  const coloured =
    grammar === undefined || shown.length > LONGEST * lines.length
      ? escapeHtml(shown).replaceAll('\\n', '\n')
      : hljs.highlight(shown, { language: grammar, ignoreIllegals: true }).value;
  if (!mark || lines.length > 1) return trusted(coloured);
  const start = visible(text.slice(0, mark.start)).length;
  return trusted(marked(coloured, start, start + visible(text.slice(mark.start, mark.end)).length));
}

/** Put a mark around visible characters of markup: open elements are closed before its ends and opened again behind them. */
function marked(markup: string, start: number, end: number): string {
  if (end <= start) return markup;
  const open: string[] = [];
  let result = '';
  let seen = 0;
  const around = (tag: string): string => '</span>'.repeat(open.length) + tag + open.join('');
  for (const [piece] of markup.matchAll(/<[^>]*>|&[^;]+;|[^<&]/gu)) {
    if (piece.startsWith('<')) {
      if (piece.startsWith('</')) open.pop();
      else open.push(piece);
      result += piece;
      continue;
    }
    if (seen === start) result += around('<mark>');
    result += piece;
    seen += piece.startsWith('&') ? 1 : piece.length;
    if (seen >= end && end > start) {
      result += around('</mark>');
      end = -1;
    }
  }
  return end > start && seen > start ? result + around('</mark>') : result;
}
