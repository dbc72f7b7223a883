/** The dependency map as a Mermaid flow chart, which GitHub, GitLab and Azure DevOps draw. */
import { visible } from '../escape.ts';
import { clip } from '../layout.ts';
import { MAP_COLUMNS, type DependencyMap } from '../map.ts';

const LABEL = 44;

export function mermaid({ nodes, edges, undrawn }: DependencyMap): string[] {
  if (nodes.length === 0) return [];
  const columns = MAP_COLUMNS.flatMap((title, column) => {
    const own = nodes.filter(node => node.column === column);
    if (own.length === 0) return [];
    return [`  subgraph c${column}["${title}"]`, ...own.map(node => `    ${node.id}["${label(node.label)}"]`), '  end'];
  });
  const open = nodes.filter(node => node.open).map(node => node.id);
  return [
    '```mermaid',
    'flowchart LR',
    ...columns,
    ...edges.map(({ from, to }) => `  ${from} --> ${to}`),
    ...(open.length > 0 ? ['  classDef open stroke-dasharray: 4 3', `  class ${open.join(',')} open`] : []),
    '```',
    '',
    ...(undrawn > 0 ? [`The map leaves out ${undrawn} workloads with fewer call sites.`, ''] : []),
  ];
}

/** Anything that could mean something to Mermaid or to HTML is spelled as its number. */
function label(text: string): string {
  return [...clip(visible(text), LABEL)]
    .map(character => (/[\p{L}\p{N} ._/:@…-]/u.test(character) ? character : `#${character.codePointAt(0) ?? 0};`))
    .join('');
}
