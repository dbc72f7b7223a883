/** Problems of a Markdown report; `report` may be left out where only its form is in question. */
export function markdownProblems(text: string, report?: object): string[];
/** Problems of an HTML report. */
export function htmlProblems(html: string, report?: object): string[];
export function anchorOf(title: string): string;
export function valueAt(report: object, path: string): number;
