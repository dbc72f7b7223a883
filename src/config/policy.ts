/** Settings that differ by place: every config file speaks for what lies below its folder, the nearest one first. */
import { dirname, join, relative, sep } from 'node:path';
import { compilePatterns, type PatternList } from '../base/patterns.ts';
import {
  CONFIG_NAME,
  DEFAULT_FAIL,
  type ConfigSuppression,
  type FailSettings,
  type Policy,
  type RuleSetting,
} from '../model/config.ts';
import type { Dimension } from '../model/rule.ts';
import { isBelow, type ConfigFile } from './find.ts';

/** A scanned folder and what stands before its paths in the report. */
export interface ScannedRoot {
  readonly absolute: string;
  readonly prefix: string;
  /** Names of single files, where not the whole folder was scanned. */
  readonly only?: readonly string[];
}

/** What the command line says; it wins everywhere. */
export interface PolicyFlags {
  readonly fail?: FailSettings;
  readonly dimensions?: readonly Dimension[];
}

interface Compiled {
  readonly file: ConfigFile;
  readonly include?: PatternList;
  readonly exclude?: PatternList;
  readonly owners: readonly (readonly [PatternList, readonly string[]])[];
  readonly rules: readonly (readonly [(id: string) => boolean, RuleSetting, boolean])[];
  readonly suppressions: readonly (ConfigSuppression & {
    readonly paths?: PatternList;
    readonly covers: (ruleId: string) => boolean;
  })[];
}

interface Placed {
  readonly entry: Compiled;
  /** The path as this config sees it. */
  readonly path: string;
}

/** `files` in any order; each speaks for its own folder. */
export function policyOf(files: readonly ConfigFile[], roots: readonly ScannedRoot[], flags: PolicyFlags = {}): Policy {
  const compiled = [...files]
    .sort((a, b) => a.folder.length - b.folder.length || (a.folder < b.folder ? -1 : 1))
    .map(file => compile(file, roots));
  const byFolder = new Map<string, readonly Compiled[]>();
  const speaking = (absolute: string): readonly Compiled[] => {
    const folder = dirname(absolute);
    let list = byFolder.get(folder);
    if (!list) {
      list = compiled.filter(entry => isBelow(entry.file.folder, folder));
      const top = list.findLastIndex(entry => entry.file.settings.root === true);
      if (top > 0) list = list.slice(top);
      byFolder.set(folder, list);
    }
    return list;
  };
  const setsRules = compiled.some(entry => entry.rules.length > 0);
  const fallback = roots[0]?.absolute ?? '.';
  /** Nearest first. */
  const at = (path: string): Placed[] => {
    const root =
      roots.find(({ prefix }) => prefix !== '' && path.startsWith(prefix)) ?? roots.find(({ prefix }) => prefix === '');
    const absolute = root ? join(root.absolute, path.slice(root.prefix.length)) : join(fallback, path);
    return speaking(absolute)
      .toReversed()
      .map(entry => ({ entry, path: relative(entry.file.folder, absolute).replaceAll(sep, '/') }));
  };
  return {
    readsFile(path) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      if (name === CONFIG_NAME) return false;
      return at(path).every(({ entry, path: own }) => {
        if (entry.exclude && entry.exclude(own) >= 0) return false;
        return !entry.include || entry.include(own) >= 0;
      });
    },
    ruleAt(path, ruleId) {
      if (!setsRules) return undefined;
      for (const { entry } of at(path)) {
        const fitting = entry.rules.filter(([fits]) => fits(ruleId));
        // The rule's own name says more than its area.
        const [, setting] = fitting.find(([, , exact]) => exact) ?? fitting.at(-1) ?? [];
        if (setting !== undefined) return setting;
      }
      return undefined;
    },
    dimensionsAt(path) {
      if (flags.dimensions) return flags.dimensions;
      return at(path).find(({ entry }) => entry.file.settings.dimensions)?.entry.file.settings.dimensions;
    },
    ownersAt(path) {
      for (const { entry, path: own } of at(path)) {
        const fitting = entry.owners.findLast(([fits]) => fits(own) >= 0);
        if (fitting) return fitting[1];
      }
      return undefined;
    },
    failAt(path) {
      return Object.assign(
        {},
        DEFAULT_FAIL,
        ...at(path)
          .toReversed()
          .map(({ entry }) => entry.file.settings.fail ?? {}),
        flags.fail ?? {},
      ) as Required<FailSettings>;
    },
    models(path) {
      return Object.assign(
        {},
        ...at(path)
          .toReversed()
          .map(({ entry }) => modelsOf(entry.file)),
      ) as ReturnType<typeof modelsOf>;
    },
    suppressionsAt(path) {
      return at(path).flatMap(({ entry, path: own }) =>
        entry.suppressions.filter(({ paths }) => !paths || paths(own) >= 0),
      );
    },
    suppressions: compiled.flatMap(entry => entry.suppressions),
  };
}

export function modelsOf({ settings }: ConfigFile): Record<string, { name: string; version?: string }> {
  return Object.fromEntries(
    Object.entries(settings.models ?? {}).map(([name, model]) => [
      name,
      typeof model === 'string' ? { name: model } : model,
    ]),
  );
}

function compile(file: ConfigFile, roots: readonly ScannedRoot[]): Compiled {
  const { include, exclude, owners = {}, rules = {}, suppress = [] } = file.settings;
  return {
    file,
    ...(include ? { include: compilePatterns(include) } : {}),
    ...(exclude ? { exclude: compilePatterns(exclude) } : {}),
    owners: Object.entries(owners).map(([pattern, names]) => [
      compilePatterns([pattern]),
      typeof names === 'string' ? [names] : names,
    ]),
    rules: Object.entries(rules).map(([pattern, setting]) => [ruleTest(pattern), setting, !pattern.includes('*')]),
    suppressions: suppress.flatMap(({ rule, paths, reason, until }, i) => {
      const line = file.lineOf(['suppress', i]);
      const names = typeof rule === 'string' ? [rule] : rule;
      return names.map(name => ({
        rule: name,
        reason,
        ...(until === undefined ? {} : { until }),
        file: inReport(file.absolute, roots),
        seenWhole: roots.some(root => !root.only && isBelow(root.absolute, file.folder)),
        ...(line === undefined ? {} : { line }),
        id: `${file.absolute}#${i}#${name}`,
        ...(paths ? { paths: compilePatterns(paths) } : {}),
        covers: ruleTest(name),
      }));
    }),
  };
}

/** `identity/token-provider`, `identity/*`, `*`. */
export function ruleTest(pattern: string): (ruleId: string) => boolean {
  if (pattern === '*') return () => true;
  if (pattern.endsWith('/*')) return ruleId => ruleId.startsWith(pattern.slice(0, -1));
  return ruleId => ruleId === pattern;
}

/** A path as a report has it; one outside of what was scanned leads there from the first root. */
function inReport(absolute: string, roots: readonly ScannedRoot[]): string {
  const root = roots.find(each => isBelow(each.absolute, absolute)) ?? roots[0];
  return root ? root.prefix + relative(root.absolute, absolute).replaceAll(sep, '/') : absolute;
}
