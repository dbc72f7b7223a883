/** Lines for the tools around a program: `#r "nuget: …"` of scripts, `#:package …` of single-file programs. */
import type { DependencyFact } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';

const PACKAGE =
  /^[ \t]*#(?:r[ \t]+"nuget:[ \t]*([\w.-]+)(?:[ \t]*,[ \t]*([^"\s]+))?[ \t]*"|:package[ \t]+([\w.-]+)(?:@(\S+)|[ \t]+(\S+))?)/;
const TOOL_LINE = /^(?:#!|[ \t]*#(?:r|load|:\w+)[ \t]).*$/gm;

/** The packages such lines name, and the text without the lines, every place kept. */
export function withoutToolLines(
  text: string,
  place: (start: number, end: number) => Span,
): { text: string; dependencies: DependencyFact[] } {
  const dependencies: DependencyFact[] = [];
  if (!text.includes('#')) return { text, dependencies };
  const blanked = text.replace(TOOL_LINE, (line: string, at: number) => {
    const match = PACKAGE.exec(line);
    const name = match?.[1] ?? match?.[3];
    if (name !== undefined) {
      const from = at + line.indexOf(name);
      const version = match?.[2] ?? match?.[4] ?? match?.[5];
      dependencies.push({
        kind: 'dependency',
        ecosystem: 'nuget',
        name,
        ...(version !== undefined && { version }),
        span: place(from, from + name.length),
        extent: place(at, at + line.length),
      });
    }
    return ' '.repeat(line.length);
  });
  return { text: blanked, dependencies };
}
