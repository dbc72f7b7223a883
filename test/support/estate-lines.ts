/** What the estate of a folder says, a line for each thing, so that a diff reads like a review. */
import { Matcher } from '../../src/match/match.ts';
import type { EstateReport, Estate, EstateFile } from '../../src/resolve/estate/index.ts';
import { linkInfrastructure } from '../../src/resolve/infrastructure.ts';
import { loadRules } from '../../src/rules/load.ts';
import { withDocuments } from '../../src/scan/documents.ts';
import { estateOf } from '../../src/scan/estate.ts';
import { readTree } from '../../src/scan/read.ts';
import { listTree } from '../../src/scan/tree.ts';
import { findRoots } from '../../src/walk/roots.ts';
import type { Fact } from '../../src/model/fact.ts';
import type { Place } from '../../src/model/place.ts';
import type { ScanOptions } from '../../src/scan/options.ts';

export interface Built {
  readonly estate: Estate;
  readonly files: readonly EstateFile[];
}

/** Models the user names, by deployment. */
type Models = Readonly<Record<string, { readonly name: string; readonly version?: string }>>;

/** The estate of a folder, without the links of its code. */
export async function estateIn(
  folder: string,
  { models = {}, ...more }: Partial<ScanOptions> & { models?: Models } = {},
): Promise<Built> {
  const options: ScanOptions = { roots: [folder], cwd: folder, ...more };
  const ruleSet = await loadRules();
  const tree = listTree(findRoots(options.roots, folder));
  const matcher = new Matcher(ruleSet);
  const walked = await readTree(tree, ruleSet, matcher, options);
  const linked = new Map<string, readonly Fact[]>();
  const candidates = matcher.finish(files => {
    const facts = linkInfrastructure(files);
    files.forEach((file, i) => linked.set(file.path, facts[i] ?? file.facts));
    return facts;
  });
  const files = (await withDocuments(walked.files, tree)).map(file => ({
    ...file,
    facts: linked.get(file.path) ?? file.facts,
  }));
  const { compiled } = walked;
  return {
    estate: estateOf({ ruleSet, matcher, candidates, files, compiled, policy: { models: () => models }, options }),
    files,
  };
}

const CODE = new Set(['python', 'typescript', 'javascript', 'csharp', 'java', 'go']);

/** The report without uses, and what each name that code reads for a deployment leads to. */
export function estateLines({ estate, files }: Built): string {
  return `${[...reportLines(estate.finish({ clients: [], deployments: [], reads: [] })), '', ...resolutions(estate, files)].join('\n')}\n`;
}

function* resolutions(estate: Estate, files: readonly EstateFile[]): Generator<string> {
  for (const { path, language, facts } of files) {
    if (!CODE.has(language)) continue;
    for (const fact of facts) {
      if (fact.kind !== 'envRead' || fact.access === 'write' || !/deploy|engine|model/i.test(fact.name)) continue;
      const value = {
        kind: 'env' as const,
        name: fact.name,
        span: fact.span,
        ...(fact.default ? { default: fact.default } : {}),
      };
      const at = { path, line: fact.span.line };
      const found = estate.resolveDeployment(value, at);
      yield `${place(at)} ${fact.name} → ${found.length === 0 ? 'nothing' : ''}`.trimEnd();
      for (const { name, model, version, basis, defined, via, confidence } of found)
        yield `    ${name} = ${model ?? 'unknown'}${version === undefined ? '' : ` ${version}`} (${[
          basis ?? 'no basis',
          confidence,
          defined ? place(defined) : 'not deployed here',
          `via ${via.join(', ')}`,
        ].join('; ')})`;
    }
  }
}

const place = ({ path, line }: Place): string => `${path}:${line}`;
const places = (list: readonly Place[]): string => (list.length === 0 ? '-' : list.map(place).join(' '));

export function* reportLines({ deployments, settings, accounts, openQuestions }: EstateReport): Generator<string> {
  for (const each of accounts) {
    const { name, kind, region, sku, defined, confidence } = each;
    yield `account ${name} [${[kind, region, sku].map(part => part ?? '?').join(', ')}] ${place(defined)} ${confidence}: ${each.deployments.join(', ') || '-'}`;
    for (const part of each.parts) yield `    ${part.kind} ${place(part)} ${part.confidence}`;
  }
  for (const each of deployments) {
    const { name, model, version, basis, sku, capacity, policy, account, region, defined, confidence } = each;
    const size = [sku, capacity, policy, account, region].map(part => part ?? '?').join(', ');
    yield (
      `deployment ${name} = ${model ?? 'unknown'} ${version ?? ''}`.trimEnd() +
      ` [${size}] ${basis ?? '-'} ${defined ? place(defined) : '-'} ${confidence}`
    );
  }
  for (const { name, feeds, reads, definitions, value } of settings)
    yield `setting ${name} (${feeds})${value === undefined ? '' : ` = ${value}`}; read ${places(reads)}; set ${places(definitions)}`;
  for (const { code, question, closes, places: where } of openQuestions)
    yield `open ${code}: ${question} ${closes} ${places(where)}`;
}
