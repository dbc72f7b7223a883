/** The rules by dimension, one line each. */
import { plural } from '../base/text.ts';
import { DIMENSIONS, type RuleSet } from '../model/rule.ts';
import { prose, visible } from './escape.ts';
import { severityRank } from './figures.ts';
import { clip, displayWidth, pad, wrap } from './layout.ts';
import type { RenderOptions } from './options.ts';
import { inkOf } from './terminal/ink.ts';
import { DIMENSION_TITLES } from './words.ts';

const SEVERITY_WIDTH = 7;
/** Less room than this is none for a title. */
const NARROW = 12;

/** Rules that only gather evidence for others are never findings and not listed. */
function listed({ rules }: RuleSet): RuleSet['rules'] {
  return rules.filter(rule => !rule.evidence);
}

export function ruleList(ruleSet: RuleSet, { width, color }: RenderOptions): string {
  const ink = inkOf(color);
  const rules = listed(ruleSet);
  const longest = Math.max(0, ...rules.map(rule => displayWidth(visible(rule.id))));
  const idWidth = Math.min(longest, Math.max(20, Math.floor(width / 2)));
  const room = width - 2 - idWidth - 2 - SEVERITY_WIDTH - 2;
  const lines = DIMENSIONS.flatMap(dimension => {
    const own = rules
      .filter(rule => rule.dimension === dimension)
      .sort((a, b) => severityRank(a.severity) - severityRank(b.severity) || (a.id < b.id ? -1 : 1));
    if (own.length === 0) return [];
    return [
      ink.bold(DIMENSION_TITLES[dimension]),
      ...own.map(({ id, severity, tie, title }) => {
        const word = tie ? severity : 'context';
        const rated = ink.severity(severity, pad(word, SEVERITY_WIDTH));
        return room < NARROW
          ? `  ${visible(id)}\n    ${rated}  ${clip(prose(title), width - 4 - SEVERITY_WIDTH - 2)}`
          : `  ${pad(visible(id), idWidth)}  ${rated}  ${clip(prose(title), room)}`;
      }),
      '',
    ];
  });
  const { version, factsAsOf } = ruleSet;
  const end = `${plural(rules.length, 'rule')}, version ${visible(version)}, facts as of ${visible(factsAsOf)}.`;
  return `${[...lines, ...wrap(end, width)].join('\n')}\n`;
}

/** What a program wants to know of the rules, without their conditions. */
export function summaryOf(ruleSet: RuleSet): object {
  return {
    version: ruleSet.version,
    digest: ruleSet.digest,
    factsAsOf: ruleSet.factsAsOf,
    rules: listed(ruleSet).map(({ id, title, dimension, tie, severity, confidence, equivalent, since }) => ({
      id,
      title,
      dimension,
      tie,
      severity,
      confidence,
      equivalent,
      since,
    })),
  };
}
