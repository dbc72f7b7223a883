/**
 * What the code base says of the service it uses, over all files: deployments and their models, accounts and what stands
 * around them, settings from where they are written to where they are read, and what stays open.
 */
import { accountsOf } from './accounts.ts';
import type { Fact } from '../../model/fact.ts';
import { deployedBy, type ReadText } from './deployments.ts';
import { Evaluator } from './evaluate.ts';
import { Found } from './found.ts';
import { plainText, textOfKnown, type Known } from './known.ts';
import { questionsOf } from './questions.ts';
import { deploymentsOf } from './report.ts';
import { Resolver } from './resolve.ts';
import { settingsOf } from './settings.ts';
import { Sites } from './sites.ts';
import { Tracer } from './trace.ts';
import type { Estate, EstateInput } from './types.ts';
import { Units } from './units.ts';
import { Vocabulary } from './vocabulary.ts';

export type {
  DeploymentCandidate,
  Estate,
  EstateFile,
  EstateInput,
  EstateReport,
  EstateUses,
  InventoryDeployment,
  SettingValue,
} from './types.ts';

export function buildEstate(input: EstateInput): Estate {
  const sites = new Sites(input.files);
  const programs = input.files.flatMap(({ path, program }) => (program ? [{ path, program }] : []));
  const evaluator = new Evaluator(new Units(programs));
  const instances = evaluator.instances();
  const found = new Found(evaluator, instances, new Vocabulary(input.resources));
  addSecrets(input, sites, found);
  const tracer = new Tracer({ files: input.files, sites, evaluator, instances });
  const read: ReadText = (value, at) => plainText(tracer.follow(value, at)[0]?.known);
  const deployed = deployedBy(input, found, instances, read);
  const resolver = new Resolver(input, deployed, tracer);
  return {
    resolveDeployment: (value, at) => resolver.candidates(value, at),
    settingValues: (name, at) =>
      tracer.setting(name, at).map(({ known, via, from }) => {
        const text = textOfKnown(known);
        return { at: from.at(-1) ?? at, via, from, ...(text === undefined ? {} : { text }) };
      }),
    keywords: () => [],
    finish: uses => {
      const deployments = deploymentsOf(input, deployed, uses);
      const settings = settingsOf(input, sites, tracer, uses);
      return {
        deployments,
        settings,
        accounts: accountsOf(input, found, instances, deployed, read),
        openQuestions: questionsOf({ input, found, deployed, uses, deployments, settings }),
      };
    },
  };
}

/** Secrets that infrastructure code puts into a vault. */
function addSecrets(input: EstateInput, sites: Sites, found: Found): void {
  const facts = new Map<string, Fact>();
  for (const { path, facts: list } of input.files)
    for (const fact of list) if (fact.kind === 'resource') facts.set(`${path}:${fact.span.line}`, fact);
  for (const standing of found.standing) {
    const { at } = standing;
    const fact = facts.get(`${at.path}:${at.line}`);
    const name = standing.what === 'identity.vault-secret' ? found.text(standing, 'name') : undefined;
    if (!fact || name === undefined || name.includes('*')) continue;
    const known = (): Known => found.property(standing, 'value') ?? { kind: 'unknown', at, through: [], settings: [] };
    sites.addSecret(name.slice(name.lastIndexOf('/') + 1), at, fact, known);
  }
}
