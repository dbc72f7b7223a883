/** Files in angle brackets: gateway policies, application settings, and whatever else is written so. */
import { LineIndex } from '../../base/lines.ts';
import type { Fact } from '../../model/fact.ts';
import type { Reader, ReadResult, Source } from '../../model/source.ts';
import { elementFact, settingFact, type Place } from './facts.ts';
import { scanElements } from './scanner.ts';

export function createReader(): Reader {
  return readXml;
}

function readXml(source: Source): ReadResult {
  const lines = new LineIndex(source.text);
  const place: Place = (start, end) => lines.span(start, end);
  const { elements, problem } = scanElements(source.text);
  const facts: Fact[] = [];
  for (const element of elements) {
    facts.push(elementFact(element, place));
    const setting = settingFact(element, place);
    if (setting) facts.push(setting);
  }
  // A file without one element is of another kind.
  if (!problem || elements.length === 0) return { facts, diagnostics: [] };
  const { offset, message } = problem;
  return { facts, diagnostics: [{ code: 'syntax-error', path: source.path, line: lines.at(offset).line, message }] };
}
