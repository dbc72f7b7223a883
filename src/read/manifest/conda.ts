/** Conda's environment.yml: packages of conda, those pip installs, and the variables the environment sets. */
import { unquoted } from '../ini/lines.ts';
import { linesOf } from '../settings.ts';
import { readYaml } from '../yaml/index.ts';
import type { Manifest } from './dependencies.ts';
import { requirementIn } from './requirement.ts';

const ITEM = /^([ \t]*)-[ \t]+(.*)$/;
const SPEC = /^(?:[\w.\-/]+::)?([\w.-]+)[ \t]*(?:\[[^\]]*\])?[ \t]*(.*)$/;

export function readCondaEnvironment(manifest: Manifest): void {
  let section: string | undefined;
  /** Indent of the items below `- pip:`. */
  let pipBelow: number | undefined;
  for (const { start: index, text: line } of linesOf(manifest.text)) {
    const key = /^([\w-]+):/.exec(line);
    if (key) section = key[1];
    const item = section === 'dependencies' ? ITEM.exec(line) : undefined;
    if (!item) continue;
    const [, indent = '', rest = ''] = item;
    const written = unquoted(withoutComment(rest));
    if (/^pip[ \t]*:/.test(written)) {
      pipBelow = indent.length;
      continue;
    }
    if (pipBelow !== undefined && indent.length <= pipBelow) pipBelow = undefined;
    const start = index + line.indexOf(written, indent.length + 1);
    if (pipBelow !== undefined) {
      const found = requirementIn(written, start);
      if (found) manifest.add('pypi', found);
    } else addConda(manifest, written, start);
  }
  const settings = readYaml(manifest);
  manifest.diagnostics.push(...settings.diagnostics);
  for (const fact of settings.facts) {
    if (fact.kind === 'setting' && fact.path[0] !== 'dependencies' && fact.path[0] !== 'channels')
      manifest.facts.push(fact);
  }
}

function withoutComment(text: string): string {
  const comment = text.search(/(?:^|[ \t])#/);
  return (comment < 0 ? text : text.slice(0, comment)).trim();
}

function addConda(manifest: Manifest, written: string, start: number): void {
  const match = SPEC.exec(written);
  if (!match) return;
  const [, name = '', version = ''] = match;
  const at = start + written.indexOf(name, written.indexOf('::') + 1);
  manifest.add('conda', {
    name: name.toLowerCase(),
    start: at,
    end: at + name.length,
    version: version.trim(),
    entry: [start, start + written.length],
  });
}
