/**
 * What the code base says of the service it uses, over all files: deployments and their models, accounts and what stands
 * around them, settings from where they are written to where they are read, and what stays open.
 */
import { accountsOf } from './accounts.ts';
import type { Fact } from '../../model/fact.ts';
import type { Formula } from '../../model/program.ts';
import { deployedBy, type ReadText } from './deployments.ts';
import { argumentsOf, Evaluator } from './evaluate.ts';
import { Found } from './found.ts';
import { plainText, textOfKnown, type Known } from './known.ts';
import { questionsOf } from './questions.ts';
import { deploymentsOf } from './report.ts';
import { Resolver } from './resolve.ts';
import { settingsOf } from './settings.ts';
import { Sites } from './sites.ts';
import { Tracer } from './trace.ts';
import type { Estate, EstateInput } from './types.ts';
import { Units, type Declared } from './units.ts';
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
  const vocabulary = new Vocabulary(input.resources);
  const instances = evaluator.instances(declared => isOfService(declared, vocabulary));
  const found = new Found(evaluator, instances, vocabulary);
  addSecrets(input, sites, found);
  const tracer = new Tracer({ sites, evaluator, instances });
  const read: ReadText = (value, at) => plainText(tracer.follow(value, at)[0]?.known);
  const deployed = deployedBy(input, found, instances, read);
  const isTied = (name: string): boolean => {
    const key = sites.keyOf(name);
    const all = [...(sites.definitions.get(key) ?? []), ...(sites.reads.get(key) ?? [])];
    return all.some(({ fact }) => input.ties.has(fact));
  };
  const resolver = new Resolver(input, deployed, tracer, isTied);
  return {
    resolveDeployment: (value, at) => resolver.candidates(value, at),
    settingValues: (name, at) =>
      tracer.setting(name, at).map(({ known, via, from }) => {
        const text = textOfKnown(known);
        return { at: from.at(-1) ?? at, via, from, ...(text === undefined ? {} : { text }) };
      }),
    keywords: () => [],
    finish: uses => {
      const deployments = deploymentsOf(input, deployed, uses, isTied);
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

/** Declares an account or something in one, or may: a generic resource, or a module from elsewhere that is given models. */
function isOfService(declared: Declared, vocabulary: Vocabulary): boolean {
  const { kind, type, value } = declared;
  const written = (wanted: RegExp): Formula | undefined =>
    value?.kind === 'object'
      ? value.entries.find(({ key }) => typeof key === 'string' && wanted.test(key))?.value
      : undefined;
  const isOurs = (name: string): boolean => /^(?:cognitive|foundry)\./.test(vocabulary.nameOf(name) ?? '');
  if (type !== undefined && isOurs(type)) return true;
  if (kind === 'module')
    return argumentsOf(declared).some(({ key }) => typeof key === 'string' && /deploy|^kind$/i.test(key));
  const generic = written(/^type$/);
  const [text] = generic?.kind === 'text' ? generic.parts : [];
  return typeof text === 'string' ? isOurs(text.replace(/@.*$/, '')) : generic !== undefined;
}
