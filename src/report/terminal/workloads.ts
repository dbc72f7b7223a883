/** The workloads, most to do first: a row each where the screen is wide enough, two lines each where it is not. */
import { plural } from '../../base/text.ts';
import type { Report, Workload } from '../../model/report.ts';
import { visible } from '../escape.ts';
import { pointRange, points } from '../figures.ts';
import { clip, clipStart, displayWidth, wrap } from '../layout.ts';
import { modelName, recommendedOf } from '../story/names.ts';
import type { Ink } from './ink.ts';
import { bareTable, tableLines } from './table.ts';

const TOP = 8;
/** Below this a table has no room for its columns. */
const ROOMY = 84;
const GAP = 2;

export function workloadLines(
  { workloads }: Report,
  ink: Ink,
  { width, verbose }: { readonly width: number; readonly verbose: boolean },
): { lines: string[]; rest: number } {
  const sorted = [...workloads].sort(
    (a, b) => (recommendedOf(b)?.effort.high ?? Infinity) - (recommendedOf(a)?.effort.high ?? Infinity),
  );
  const shown = verbose ? sorted : sorted.slice(0, TOP);
  const lines = width < ROOMY ? shown.flatMap(workload => pair(workload, ink, width)) : rows(shown, ink, width);
  return { lines, rest: sorted.length - shown.length };
}

const target = (workload: Workload): string => {
  const plan = recommendedOf(workload);
  return plan === undefined ? 'no plan yet' : visible(plan.target.modelIds[0] ?? plan.target.api);
};

function pair(workload: Workload, ink: Ink, width: number): string[] {
  const plan = recommendedOf(workload);
  const component = workload.component === '.' ? 'root' : visible(workload.component);
  const calls = plural(workload.callSites.length, 'call');
  const fate = plan === undefined ? '' : ` (${plan.fidelity}, ${points(plan.effort)})`;
  return [
    ...hanging('', `${component}: ${visible(modelName(workload))}, ${workload.api}, ${calls}`, width),
    ...hanging('  → ', `${target(workload)}${fate}`, width).map(ink.advice),
  ];
}

function rows(workloads: readonly Workload[], ink: Ink, width: number): string[] {
  const cells = workloads.map(workload => {
    const plan = recommendedOf(workload);
    return [
      workload.component === '.' ? 'root' : visible(workload.component),
      visible(modelName(workload)),
      workload.api as string,
      `${workload.callSites.length}`,
      target(workload),
      plan?.fidelity ?? 'unknown',
      plan === undefined ? '' : pointRange(plan.effort),
    ];
  });
  const heads = ['component', 'model', 'API', 'calls', 'becomes', 'fidelity', 'points'];
  const right = [false, false, false, true, false, false, true];
  const natural = heads.map((head, i) => Math.max(head.length, ...cells.map(row => displayWidth(row[i] ?? ''))));
  const widths = fitted(natural, width - GAP * (heads.length - 1));
  const table = bareTable(widths, right);
  table.push(heads.map((head, i) => ink.dim(clip(head, widths[i] ?? 0))));
  for (const row of cells) {
    table.push(
      row.map((text, i) => {
        const cut = i === 0 ? clipStart(text, widths[i] ?? 0) : clip(text, widths[i] ?? 0);
        return i === 4 ? ink.advice(cut) : cut;
      }),
    );
  }
  return tableLines(table);
}

/** Names give way, the widest first; figures and words of scales do not. */
function fitted(natural: readonly number[], room: number): number[] {
  const widths = [...natural];
  const flexible = [0, 1, 4];
  for (let over = widths.reduce((sum, width) => sum + width, 0) - room; over > 0; over--) {
    const widest = flexible.reduce((a, b) => ((widths[b] ?? 0) > (widths[a] ?? 0) ? b : a), 0);
    if ((widths[widest] ?? 0) <= 8) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

/** Everything after the first line stands below its text, at least two columns in. */
function hanging(mark: string, text: string, width: number): string[] {
  const indent = ' '.repeat(Math.max(2, mark.length));
  return wrap(text, width - indent.length).map((line, i) => (i === 0 ? mark : indent) + line);
}
