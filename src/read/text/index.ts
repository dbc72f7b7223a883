/**
 * Languages without a parser here, read as tokens: comments, texts, names and brackets are told apart, the grammar
 * is not known. Facts say so with `level: 'text'`.
 */
import { LineIndex } from '../../base/lines.ts';
import { compareSpans } from '../../model/span.ts';
import type { Reader, ReadResult, Source } from '../../model/source.ts';
import { textFacts } from './facts.ts';
import { requestFacts } from './requests.ts';
import { queryFacts } from './queries.ts';
import { languageOf, SYNTAXES, type Syntax } from './syntax.ts';
import { tokensOf } from './tokens.ts';

export function createReader(): Promise<Reader> {
  return Promise.resolve(readText);
}

export function readText(source: Source): ReadResult {
  const lines = new LineIndex(source.text);
  const language = languageOf(source.path);
  if (language === undefined) return { facts: requestFacts(source, lines), diagnostics: [] };
  const syntax: Syntax = SYNTAXES[language];
  const tokens = tokensOf(source.text, syntax);
  const query = language === 'sql' || language === 'kql' ? queryFacts(tokens, language, source.text, lines) : [];
  const facts = [...textFacts(tokens, language, syntax, lines), ...query];
  return { facts: facts.toSorted((a, b) => compareSpans(a.span, b.span)), diagnostics: [] };
}
