/** `untether init`: settings, a first baseline, a pipeline and a hook, shown first and written on a yes. */
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Exit, UntetherError, type ExitCode } from '../../base/errors.ts';
import { plural } from '../../base/text.ts';
import { pathIsBelow, shownAs } from '../../config/find.ts';
import { loadConfig } from '../../config/index.ts';
import { knownOf, writeBaseline } from '../../gate/baseline.ts';
import { Scope, toBaseline } from '../../gate/scope.ts';
import { tiesOf } from '../../gate/ties.ts';
import { visible } from '../../report/escape.ts';
import { VERSION } from '../../version.ts';
import { attribute } from './baseline.ts';
import { planFor, type PlannedFile } from '../init/plan.ts';
import type { Io } from '../io.ts';
import { writeOutput } from '../outputs.ts';
import type { Options } from '../program.ts';
import { scanFor } from '../scanning.ts';
import { checkPath } from './scan.ts';

interface Step extends PlannedFile {
  readonly state: 'write' | 'keep' | 'replace';
}

export async function initCommand(paths: readonly string[], options: Options, io: Io): Promise<ExitCode> {
  const [path = '.', ...more] = paths;
  checkPath(path, io.cwd);
  if (more.length > 0) {
    throw new UntetherError('init sets up one repository at a time', { help: 'Run it once for each.' });
  }
  const folder = resolve(io.cwd, path);
  const plan = planFor(folder, {
    ...(options.ci === undefined ? {} : { pipelines: options.ci }),
    hook: options.hook !== false,
    command: `npx --yes untether@${VERSION}`,
  });
  const baseline = await firstBaseline(plan.top, options, io);
  const [settings, ...others] = plan.files;
  const steps = [...(settings ? [settings] : []), baseline, ...others].map((file): Step => {
    const state = !existsSync(file.path) ? 'write' : options.force ? 'replace' : 'keep';
    return { ...file, state };
  });
  await io.out(`${described(steps, plan.notes, options, io)}\n`);
  const open = steps.filter(step => step.state !== 'keep');
  if (open.length === 0) {
    io.note('untether: everything is there already; --force writes it anew');
    return Exit.clean;
  }
  if (!options.yes && !(await confirmed(io))) {
    io.note('untether: nothing was written; --yes writes it without a question');
    return Exit.usage;
  }
  for (const step of open) write(step, plan.top, io);
  for (const line of open.includes(steps.find(step => step.path === baseline.path) as Step)
    ? attribute(baseline.path, io)
    : [])
    io.note(line);
  for (const { afterwards } of open) if (afterwards !== undefined) io.note(`Then ${afterwards}.`);
  for (const note of plan.notes) io.note(`Then: ${note}.`);
  io.note('untether: commit these files; "untether check" fails from now on for new ties only.');
  return Exit.clean;
}

async function firstBaseline(top: string, options: Options, io: Io): Promise<PlannedFile> {
  const config = await loadConfig({ roots: [top], cwd: io.cwd });
  const { report, roots } = await scanFor([top], config, options, io);
  const scope = new Scope(roots);
  const ties = tiesOf(report).filter(tie => !tie.suppressed);
  const known = knownOf(ties).map(entry => ({
    ...entry,
    path: toBaseline(config.baseline, scope.toAbsolute(entry.path)),
  }));
  return {
    path: config.baseline,
    content: writeBaseline(known, report.ruleset.version),
    what: `first baseline, ${plural(ties.length, 'known tie')}`,
  };
}

function described(steps: readonly Step[], notes: readonly string[], options: Options, io: Io): string {
  const words = { write: 'write', keep: 'is there, left alone (--force replaces it)', replace: 'replace' } as const;
  const lines = steps.flatMap(({ path, what, state, content }) => [
    `${words[state].startsWith('is') ? '' : `${words[state]} `}${visible(shownAs(path, io.cwd))}: ${what}${state === 'keep' ? `; ${words.keep}` : ''}`,
    ...(state === 'keep' ? [] : shown(content, options.verbose ?? false)),
  ]);
  return [...lines, ...notes.map(note => `not written: ${note}`)].join('\n');
}

/** A long baseline is not read line by line. */
function shown(content: string, whole: boolean): string[] {
  const lines = content.trimEnd().split('\n');
  const max = whole ? lines.length : 40;
  const some = lines.slice(0, max).map(line => `    ${visible(line)}`.trimEnd());
  return lines.length > max ? [...some, `    … ${lines.length - max} more lines`] : some;
}

async function confirmed(io: Io): Promise<boolean> {
  if (!io.stdin || io.stdout.isTTY !== true) return false;
  io.stderr.write('Write these files? [y/N] ');
  for await (const part of io.stdin()) return /^\s*y(?:es)?\s*$/i.test(String(part));
  return false;
}

function write({ path, content, executable }: Step, top: string, io: Io): void {
  // A folder of the repository may be a link that leads out of it; git's own folder may lie elsewhere.
  if (executable !== true && !pathIsBelow(top, path)) {
    throw new UntetherError(`${shownAs(path, io.cwd)} leads out of the repository`, {
      help: 'Replace the link by a folder.',
    });
  }
  mkdirSync(dirname(path), { recursive: true });
  writeOutput(path, content, io.cwd);
  if (executable) chmodSync(path, 0o755);
}
