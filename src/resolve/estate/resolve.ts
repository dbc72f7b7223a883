/** From a value that names a deployment to the deployments it may mean, with their models. */
import type { Value } from '../../model/fact.ts';
import type { Place } from '../../model/place.ts';
import type { Confidence } from '../../model/rule.ts';
import { CONFIDENCES } from '../../model/rule.ts';
import type { Deployed } from './deployments.ts';
import { identityOf, plainText, textOfKnown, type Known } from './known.ts';
import { trail } from './places.ts';
import { RANK } from './sites.ts';
import type { Traced, Tracer } from './trace.ts';
import type { DeploymentCandidate, EstateInput } from './types.ts';

/** `…/openai/deployments/NAME/…`, also as what a base address ends with. */
const IN_ADDRESS = /\/deployments\/([^/?#\s]+)/;

export class Resolver {
  readonly #input: EstateInput;
  readonly #deployed: readonly Deployed[];
  readonly #tracer: Tracer;
  /** Whether a setting of this name carries a value of the service. */
  readonly #isTied: (name: string) => boolean;
  readonly #byName = new Map<string, Deployed[]>();
  readonly #byIdentity = new Map<string, Deployed[]>();

  constructor(input: EstateInput, deployed: readonly Deployed[], tracer: Tracer, isTied: (name: string) => boolean) {
    this.#isTied = isTied;
    this.#input = input;
    this.#deployed = deployed;
    this.#tracer = tracer;
    for (const each of deployed) {
      push(this.#byName, each.name, each);
      if (each.identity !== undefined) push(this.#byIdentity, each.identity, each);
    }
  }

  candidates(value: Value, at: Place): DeploymentCandidate[] {
    const named = inAddress(value) ?? value;
    const ends = this.#tracer.follow(named, at).map(cut);
    const found = ends.map(end => ({ rank: end.rank ?? RANK.code, candidates: this.#ofEnd(end, at) }));
    // What stands nearer to the running program and is deployed wins over names that nothing deploys.
    const won = Math.max(-1, ...found.filter(each => each.candidates.some(isDeployed)).map(({ rank }) => rank));
    const all = found.flatMap(each => (each.rank < won ? each.candidates.filter(isDeployed) : each.candidates));
    return best(this.#ofService(all));
  }

  /** Beside a setting of the service, one that is not belongs to another provider's branch. */
  #ofService(all: readonly DeploymentCandidate[]): readonly DeploymentCandidate[] {
    const ours = (each: DeploymentCandidate): boolean => each.via.some(name => this.#isTied(name));
    if (!all.some(ours)) return all;
    return all.filter(each => isDeployed(each) || each.via.length === 0 || ours(each));
  }

  #ofEnd(end: Traced, at: Place): DeploymentCandidate[] {
    const { known, via, from } = end;
    const text = textOfKnown(known);
    const matches = this.#matches(known, text);
    const route = { via, from: trail(from) };
    if (matches.length > 0) {
      return matches.map(each => ({
        ...shown(each, this.#input, text),
        ...route,
        from: trail([...from, each.defined, ...each.from]),
        confidence: weakest(each.confidence, matches.length > 1 && differ(matches) ? 'likely' : 'certain'),
      }));
    }
    if (text === undefined || text === '' || this.#input.isPlaceholder(text)) return [];
    return this.#undefinedName(text, end, at);
  }

  /** Deployments with this name; where it is not known whole, those whose name is the same unknown. */
  #matches(known: Known, text: string | undefined): readonly Deployed[] {
    if (known.kind === 'resource') {
      const { declared, instance } = known;
      return this.#deployed.filter(
        ({ standing }) => standing?.declared.name === declared.name && standing.instance.id === instance.id,
      );
    }
    const identity = identityOf(known);
    const same = identity === undefined ? [] : (this.#byIdentity.get(identity) ?? []);
    if (same.length > 0) return same;
    const plain = plainText(known);
    return plain === undefined || text === undefined ? [] : (this.#byName.get(plain) ?? []);
  }

  /** Nothing here deploys it: what the user or the live service says, else only what its name looks like. */
  #undefinedName(name: string, { via, from, rank }: Traced, at: Place): DeploymentCandidate[] {
    const route = { name, via, from: trail(from) };
    const said = this.#input.models?.(at.path)[name];
    if (said) return [{ ...route, ...saidModel(said), confidence: 'certain' }];
    const live = (this.#input.inventory ?? []).filter(each => each.name === name);
    if (live.length > 0) {
      const agree = new Set(live.map(({ model, version }) => `${model} ${version ?? ''}`)).size === 1;
      return live.map(rest => ({
        ...route,
        ...rest,
        basis: 'inventory' as const,
        confidence: agree ? ('certain' as const) : ('possible' as const),
      }));
    }
    if (name.includes('*') && name.replaceAll('*', '').length < 3) return [];
    // The name proves nothing: it was chosen by whoever made the deployment.
    const hint = this.#input.isModel(name) ? { model: name, basis: 'hint' as const } : {};
    return [{ ...route, ...hint, confidence: rank === RANK.sample || 'model' in hint ? 'possible' : 'likely' }];
  }
}

/** What the code base says of a deployment, with what the user says of it over that. */
export function shown(
  each: Deployed,
  input: EstateInput,
  text: string | undefined,
): Omit<DeploymentCandidate, 'via' | 'from' | 'confidence'> {
  const { name, model, version, sku, capacity, policy, account, region, defined } = each;
  const label = name.includes('*') && text !== undefined && !text.includes('*') ? text : name;
  const said = input.models?.(defined.path)[label];
  const live = model === undefined ? input.inventory?.find(other => other.name === label) : undefined;
  const known = said?.name ?? model ?? live?.model;
  const release = said ? said.version : (version ?? live?.version);
  return {
    name: label,
    ...(known === undefined ? {} : { model: known }),
    ...(said !== undefined
      ? { basis: 'config' as const }
      : model !== undefined
        ? { basis: 'infrastructure' as const }
        : live
          ? { basis: 'inventory' as const }
          : {}),
    ...(release === undefined ? {} : { version: release }),
    ...(sku === undefined ? {} : { sku }),
    ...(capacity === undefined ? {} : { capacity }),
    ...(policy === undefined ? {} : { policy }),
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
    defined,
  };
}

const isDeployed = ({ defined }: DeploymentCandidate): boolean => defined !== undefined;

const saidModel = ({ name, version }: { readonly name: string; readonly version?: string }) => ({
  model: name,
  basis: 'config' as const,
  ...(version === undefined ? {} : { version }),
});

/** Defined ones first; a sample's name counts only where nothing else does. */
function best(all: readonly DeploymentCandidate[]): DeploymentCandidate[] {
  const seen = new Map<string, DeploymentCandidate>();
  for (const each of all) {
    const key = JSON.stringify([each.name, each.model ?? '', each.version ?? '', each.defined ?? null]);
    const known = seen.get(key);
    if (!known) seen.set(key, each);
    else if (CONFIDENCES.indexOf(each.confidence) < CONFIDENCES.indexOf(known.confidence))
      seen.set(key, { ...each, via: known.via, from: known.from });
  }
  const list = [...seen.values()];
  const defined = list.some(
    each => each.defined !== undefined || each.basis === 'config' || each.basis === 'inventory',
  );
  const kept = defined ? list.filter(each => each.defined !== undefined || each.confidence !== 'possible') : list;
  return kept.sort(
    (a, b) =>
      Number(b.model !== undefined && b.basis !== 'hint') - Number(a.model !== undefined && a.basis !== 'hint') ||
      Number(b.defined !== undefined) - Number(a.defined !== undefined) ||
      CONFIDENCES.indexOf(a.confidence) - CONFIDENCES.indexOf(b.confidence),
  );
}

const differ = (all: readonly Deployed[]): boolean => new Set(all.map(({ model }) => model ?? '')).size > 1;

const weakest = (a: Confidence, b: Confidence): Confidence => (CONFIDENCES.indexOf(a) > CONFIDENCES.indexOf(b) ? a : b);

/** The part of an address that names the deployment. */
function inAddress(value: Value): Value | undefined {
  if (value.kind === 'choice') {
    const options = value.options.map(option => inAddress(option) ?? option);
    return { ...value, options };
  }
  if (value.kind !== 'literal' && value.kind !== 'template') return undefined;
  const match = IN_ADDRESS.exec(value.text);
  const segment = match?.[1];
  if (!match || segment === undefined) return undefined;
  if (value.kind === 'literal' || !segment.includes('*'))
    return { kind: 'literal', type: 'string', text: segment, span: value.span };
  const start = match.index + match[0].length - segment.length;
  const before = value.text.slice(0, start).split('*').length - 1;
  const holes = value.holes.slice(before, before + segment.split('*').length - 1);
  const [only] = holes;
  return segment === '*' && only ? only : { kind: 'template', text: segment, holes, span: value.span };
}

/** A setting may hold the whole address. */
function cut(end: Traced): Traced {
  const text = plainText(end.known);
  const name = text === undefined ? undefined : IN_ADDRESS.exec(text)?.[1];
  return name === undefined
    ? end
    : { ...end, known: { kind: 'text', parts: [name], at: end.known.at, through: [], settings: [] } };
}

function push(map: Map<string, Deployed[]>, key: string, item: Deployed): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}
