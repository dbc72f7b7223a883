/** Which translations apply to what was found, and where. */
import { compareText } from '../base/text.ts';
import type { Account, Deployment, Finding } from '../model/report.ts';
import type { Place } from '../model/place.ts';
import type { Translation, TranslationEntry } from '../model/translation.ts';

interface Evidence extends Place {
  readonly rule?: string;
  readonly dimension?: string;
  readonly part?: string;
  readonly sku?: true;
  readonly words: string;
}

export interface Estate {
  readonly findings: readonly Finding[];
  readonly accounts: readonly Account[];
  readonly deployments: readonly Deployment[];
}

/** The entries that apply, in their own order; each piece of evidence goes to the first entry of a topic that takes it. */
export function translate(entries: readonly TranslationEntry[], estate: Estate): Translation[] {
  const tests = entries.map(entry => ({ entry, applies: testOf(entry), places: new Map<string, Place>() }));
  for (const evidence of evidenceOf(estate)) {
    const taken = new Set<string>();
    for (const { entry, applies, places } of tests) {
      if (taken.has(entry.topic) || !applies(evidence)) continue;
      taken.add(entry.topic);
      places.set(`${evidence.path}\0${evidence.line}`, { path: evidence.path, line: evidence.line });
    }
  }
  leaveToTheParticular(tests);
  return tests
    .filter(({ places }) => places.size > 0)
    .map(({ entry: { topic, from, to, detail, fidelity, sources }, places }) => ({
      topic,
      from,
      to,
      ...(detail === undefined ? {} : { detail }),
      fidelity,
      places: [...places.values()].sort((a, b) => compareText(a.path, b.path) || a.line - b.line),
      sources,
    }));
}

/** Two pieces of evidence may stand on one line: what one of them names is not left open because of the other. */
function leaveToTheParticular(
  tests: readonly { readonly entry: TranslationEntry; readonly places: Map<string, Place> }[],
): void {
  for (const [i, { entry, places }] of tests.entries()) {
    if (entry.fidelity !== 'unknown') continue;
    for (const earlier of tests.slice(0, i).filter(test => test.entry.topic === entry.topic)) {
      for (const place of earlier.places.keys()) places.delete(place);
    }
  }
}

/** A role may be named inside the resource and not on its first line: the words of related lines are not known here. */
function evidenceOf({ findings, accounts, deployments }: Estate): Evidence[] {
  return [
    ...findings
      .filter(finding => finding.tie)
      .map(({ ruleId, dimension, location, message, snippet }) => ({
        path: location.path,
        line: location.startLine,
        rule: ruleId,
        dimension,
        words: `${message}\n${snippet}`,
      })),
    ...accounts.flatMap(({ parts }) =>
      parts.map(({ kind, name = '', path, line }) => ({ path, line, part: kind, words: name })),
    ),
    ...deployments.flatMap(({ sku, defined }) =>
      sku === undefined || defined === undefined ? [] : [{ ...defined, sku: true as const, words: sku }],
    ),
  ];
}

function testOf({ when: { rules, dimension, parts, skus, text } }: TranslationEntry): (evidence: Evidence) => boolean {
  const words = text === undefined ? undefined : new RegExp(text, 'i');
  const ids = rules && new RegExp(`^(?:${rules.map(glob).join('|')})$`);
  return evidence =>
    ((evidence.rule !== undefined &&
      ((ids?.test(evidence.rule) ?? false) || (dimension !== undefined && dimension === evidence.dimension))) ||
      (evidence.part !== undefined && (parts ?? []).some(part => part === evidence.part)) ||
      (evidence.sku === true && skus === true)) &&
    (words?.test(evidence.words) ?? true);
}

function glob(id: string): string {
  return id.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
}
