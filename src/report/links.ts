/** From a place to an address a browser opens: the commit and line on the web host of the repository. */
import type { Place } from '../model/place.ts';
import type { Report } from '../model/report.ts';
import { uriPath } from './escape.ts';
import { repositoryPath } from './repository-path.ts';

export type Links = (place: Place) => string | undefined;

/** Address of a file without its line, by the host's own manners. */
const HOSTS: readonly (readonly [RegExp, (remote: string, commit: string, path: string, line: number) => string])[] = [
  [/^https:\/\/github\./, (remote, commit, path, line) => `${remote}/blob/${commit}/${path}#L${line}`],
  [/^https:\/\/[^/]*gitlab/, (remote, commit, path, line) => `${remote}/-/blob/${commit}/${path}#L${line}`],
  [/^https:\/\/bitbucket\.org\//, (remote, commit, path, line) => `${remote}/src/${commit}/${path}#lines-${line}`],
  [
    /^https:\/\/(?:dev\.azure\.com|[^/]+\.visualstudio\.com)\//,
    (remote, commit, path, line) =>
      `${remote}?path=${encodeURIComponent(`/${decodeURIComponent(path)}`)}&version=GC${commit}&line=${line}&lineEnd=${line + 1}&lineStartColumn=1&lineEndColumn=1`,
  ],
];

/**
 * How this report's places become addresses: below `linkBase` where one is given (`{path}` and `{line}` in it are
 * replaced, otherwise both are appended), else from the remote and commit of the report; none where neither is known or
 * the host's manners are not.
 */
export function linksOf(report: Pick<Report, 'git'>, linkBase?: string): Links {
  const inRepository = repositoryPath(report);
  if (linkBase !== undefined) {
    return ({ path, line }) =>
      linkBase.includes('{path}')
        ? linkBase.replaceAll('{path}', () => uriPath(path)).replaceAll('{line}', `${line}`)
        : `${linkBase.replace(/\/+$/, '')}/${uriPath(path)}#L${line}`;
  }
  const { remote, commit } = report.git;
  const host = remote === undefined ? undefined : HOSTS.find(([pattern]) => pattern.test(remote));
  if (remote === undefined || commit === undefined || !host || !/^[0-9a-f]{7,64}$/.test(commit)) return () => undefined;
  const [, build] = host;
  return ({ path, line }) => build(remote, commit, uriPath(inRepository(path)), line);
}
