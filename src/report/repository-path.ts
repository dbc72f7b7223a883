/** Paths as the repository has them, whatever part of it was scanned. */
import type { Report } from '../model/report.ts';

/** From a path of the report to the path from the top of the repository. */
export function repositoryPath({ git }: Pick<Report, 'git'>): (path: string) => string {
  const { prefix = '', prefixes } = git;
  if (!prefixes) return path => prefix + path;
  // A folder may be scanned beside one inside of it: the longer name is the nearer one.
  const labels = Object.keys(prefixes).sort((a, b) => b.length - a.length);
  return path => {
    const label = labels.find(each => path.startsWith(each));
    return label === undefined ? path : (prefixes[label] ?? '') + path.slice(label.length);
  };
}
