/**
 * Every finding as a row. The page is whole without its script; with it, rows are filtered, sorted, searched and shown
 * a hundred at a time. What the script filters by stands in `data-` attributes, as indexes into the lists of the filters.
 */
import { compareText, plural } from '../../base/text.ts';
import type { Finding, Report } from '../../model/report.ts';
import { CONFIDENCES, DIMENSIONS, FIDELITIES, SEVERITIES } from '../../model/rule.ts';
import { compareFindings } from '../figures.ts';
import type { Links } from '../links.ts';
import { equivalentId, type NumberedAdvice } from '../story/equivalents.ts';
import { DIMENSION_TITLES } from '../words.ts';
import { highlighted } from './highlight.ts';
import { inline } from './inline.ts';
import { html, together, type Markup } from './markup.ts';

interface Filter {
  /** `data-` attribute of a row, and name of the control. */
  readonly name: string;
  readonly label: string;
  readonly values: readonly string[];
  readonly of: (finding: Finding) => string;
}

export function findingsTable(report: Report, equivalents: readonly NumberedAdvice[], links: Links): Markup {
  const numbers = new Map(equivalents.map(({ number, advice }) => [advice.equivalent, number]));
  const findings = [...report.findings].sort((a, b) => Number(b.tie) - Number(a.tie) || compareFindings(a, b));
  const filters = filtersOf(findings);
  const ids = new Map<string, number>();
  const rows = findings.map(finding => row(finding, { filters, numbers, links, ids }));
  const ties = findings.filter(finding => finding.tie).length;
  return html`<p>
      All ${plural(findings.length, 'finding')}, worst first: ${plural(ties, 'tie')} and
      ${plural(findings.length - ties, 'place')} of context.
    </p>
    <form id="filters" class="filters" role="search" aria-label="Filter findings" hidden>
      <label class="wide"
        >Search <input type="search" name="q" autocomplete="off" placeholder="words, path, rule" aria-controls="rows"
      /></label>
      ${filters.map(
        ({ name, label, values }) =>
          html`<label
            >${label}
            <select name="${name}" aria-controls="rows">
              <option value="">all</option>
              ${values.map((value, i) => html`<option value="${i}">${value}</option>`)}
            </select></label
          >`,
      )}
      <button type="reset">Clear</button>
      <p class="count" role="status" aria-live="polite"></p>
    </form>
    <div class="table">
      <table id="findings-table" class="findings">
        <caption>
          Findings of this report
        </caption>
        <thead>
          <tr>
            ${HEADS.map(([title, key]) => html`<th scope="col" data-sort="${key}">${title}</th>`)}
          </tr>
        </thead>
        <tbody id="rows">
          ${together(rows, '\n')}
        </tbody>
      </table>
    </div>
    <p class="more" hidden>
      <button type="button" data-more="100">Show 100 more</button>
      <button type="button" data-more="all">Show all</button>
    </p>`;
}

const HEADS = [
  ['Severity', 'severity'],
  ['Finding', 'text'],
  ['Place', 'place'],
  ['Dimension', 'dimension'],
  ['Component', 'component'],
  ['Fidelity', 'fidelity'],
] as const;

const severityOf = (finding: Finding): string => (finding.tie ? finding.severity : 'context');

function filtersOf(findings: readonly Finding[]): Filter[] {
  const filter = (name: string, label: string, of: (finding: Finding) => string, order?: readonly string[]): Filter => {
    const found = new Set(findings.map(of));
    const values = order ? order.filter(value => found.has(value)) : [...found].sort(compareText);
    return { name, label, of, values };
  };
  return [
    filter('severity', 'Severity', severityOf, [...SEVERITIES, 'context']),
    filter(
      'dimension',
      'Dimension',
      finding => DIMENSION_TITLES[finding.dimension],
      DIMENSIONS.map(dimension => DIMENSION_TITLES[dimension]),
    ),
    filter('component', 'Component', finding => finding.component),
    filter('fidelity', 'Fidelity', finding => finding.advice.fidelity, FIDELITIES),
    filter('confidence', 'Confidence', finding => finding.confidence, CONFIDENCES),
    filter('status', 'Status', finding => finding.status, ['new', 'baseline', 'suppressed']),
    filter('owner', 'Owner', finding => finding.owners[0] ?? 'nobody named'),
  ].filter(({ values }) => values.length > 1);
}

interface Surroundings {
  readonly filters: readonly Filter[];
  readonly numbers: ReadonlyMap<string, string>;
  readonly links: Links;
  readonly ids: Map<string, number>;
}

function row(finding: Finding, { filters, numbers, links, ids }: Surroundings): Markup {
  const { location, advice } = finding;
  const number = numbers.get(advice.equivalent);
  const fidelity = html`<span class="badge tone-${advice.fidelity}">${advice.fidelity}</span>`;
  const id = idOf(finding, ids);
  const severity = severityOf(finding);
  const data = filters.map(({ name, of, values }) => html` data-${name}="${values.indexOf(of(finding))}"`);
  return html`<tr id="${id}" ${data}>
    <td><span class="badge tone-${severity}">${severity}</span></td>
    <td>
      <p>
        ${inline([{ kind: 'sentence', text: finding.message }], links)}
        <a class="self" href="#${id}" aria-label="Link to this finding">#</a>
      </p>
      ${frame(finding)}
      <p class="rule">
        ${finding.ruleId}${finding.confidence === 'certain' ? '' : `, ${finding.confidence}`}${
          finding.status === 'new' ? '' : `, ${finding.status}`
        }
      </p>
    </td>
    <td>
      ${inline(
        [
          {
            kind: 'place',
            place: { path: location.path, line: location.startLine },
            ...(location.cell ? { cell: location.cell.number } : {}),
          },
        ],
        links,
      )}
    </td>
    <td>${DIMENSION_TITLES[finding.dimension]}</td>
    <td>${finding.component}</td>
    <td>${number === undefined ? fidelity : html`${fidelity} <a href="#${equivalentId(number)}">${number}</a>`}</td>
  </tr>`;
}

/** A fingerprint is unique within a file, not over the report: equals are counted. */
function idOf({ fingerprint }: Finding, ids: Map<string, number>): string {
  const safe = fingerprint.replace(/[^\w-]/g, '');
  const before = ids.get(safe) ?? 0;
  ids.set(safe, before + 1);
  return `finding=${safe}${before === 0 ? '' : `.${before + 1}`}`;
}

function frame(finding: Finding): Markup | string {
  const { snippet, snippetColumn, location, language } = finding;
  if (snippet === '') return '';
  const start = snippetColumn === undefined ? -1 : location.startColumn - snippetColumn;
  const end =
    snippetColumn !== undefined && location.endLine === location.startLine
      ? location.endColumn - snippetColumn
      : snippet.length;
  // A masked secret before the place has moved it.
  const known = start >= 0 && start < snippet.length && !snippet.slice(0, Math.max(0, end)).includes('[redacted');
  const mark = known ? { start, end: Math.min(snippet.length, Math.max(start + 1, end)) } : undefined;
  return html`<pre><span class="line">${location.startLine}</span><code>${highlighted(snippet, language, mark)}</code></pre>`;
}
