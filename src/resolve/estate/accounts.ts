/**
 * Accounts of the service and what stands around each: roles, private endpoints, zones, diagnostics, alerts, keys,
 * gateways, policies, projects, commitments. Accounts of other services that share the type are none.
 */
import { compareText } from '../../base/text.ts';
import type { Account, AccountPart } from '../../model/estate.ts';
import type { Place } from '../../model/place.ts';
import type { Confidence } from '../../model/rule.ts';
import { CONFIDENCES } from '../../model/rule.ts';
import { propertyText, type Deployed, type Maker, type ReadText } from './deployments.ts';
import { argumentsOf } from './evaluate.ts';
import type { Found, Standing } from './found.ts';
import { placesOf, plainText, textOfKnown, type Known } from './known.ts';
import type { EstateInput } from './types.ts';
import type { Instance } from './units.ts';

/** Canonical resources that belong to an account, by the part they are. */
const PARTS: Readonly<Record<string, AccountPart['kind']>> = {
  'identity.role-assignment': 'role',
  'network.private-endpoint': 'private-endpoint',
  'network.private-dns-zone': 'dns-zone',
  'observability.diagnostic-setting': 'diagnostics',
  'observability.metric-alert': 'alert',
  'cognitive.customer-managed-key': 'customer-key',
  'gateway.backend': 'gateway',
  'gateway.api': 'gateway',
  'cognitive.rai-policy': 'content-policy',
  'cognitive.rai-blocklist': 'content-policy',
  'foundry.project': 'project',
  'cognitive.commitment-plan': 'commitment',
};
/** Properties of the account that are parts of their own. */
const OWN_PARTS: readonly (readonly [property: string, kind: AccountPart['kind']])[] = [
  ['networkAcls', 'network-rule'],
  ['customerManagedKey', 'customer-key'],
];
/** Inputs of registry modules that make parts. */
const MODULE_PARTS: readonly (readonly [input: RegExp, kind: AccountPart['kind']])[] = [
  [/^(?:role_?assignments)$/i, 'role'],
  [/^(?:private_?endpoints?)$/i, 'private-endpoint'],
  [/^(?:network_?(?:acls|rules))$/i, 'network-rule'],
  [/^(?:diagnostic_?settings?)$/i, 'diagnostics'],
  [/^(?:customer_?managed_?key)$/i, 'customer-key'],
  [/^(?:rai_?policies)$/i, 'content-policy'],
  [/^(?:commitment_?plans)$/i, 'commitment'],
];

interface Growing {
  readonly account: Omit<Account, 'deployments' | 'parts'>;
  readonly standing: readonly Standing[];
  readonly deployments: Set<string>;
  readonly parts: AccountPart[];
}

export function accountsOf(
  input: EstateInput,
  found: Found,
  instances: readonly Instance[],
  deployed: readonly Deployed[],
  read: ReadText,
): Account[] {
  const accounts = [
    ...resourceAccounts(input, found, deployed),
    ...moduleAccounts(found, instances, deployed),
    ...factAccounts(input, found, deployed, read),
  ];
  addParts(input, found, accounts);
  return accounts
    .map(({ account, deployments, parts }) => ({
      ...account,
      deployments: [...deployments].sort(compareText),
      parts: distinctParts(parts),
    }))
    .sort(
      (a, b) =>
        compareText(a.name, b.name) || compareText(a.defined.path, b.defined.path) || a.defined.line - b.defined.line,
    );
}

// ---------------------------------------------------------------- accounts

/** One account for each place that makes one, however often it is deployed. */
function resourceAccounts(input: EstateInput, found: Found, deployed: readonly Deployed[]): Growing[] {
  const byPlace = new Map<string, Standing[]>();
  for (const standing of found.standing) {
    if (standing.what !== 'cognitive.account') continue;
    // One that is only referred to counts where something is deployed into it.
    if (standing.declared.kind === 'existing' && !deployed.some(({ accountOf }) => accountOf === standing)) continue;
    const name = found.text(standing, 'name') ?? '';
    const key = `${standing.at.path}:${standing.at.line}:${name}`;
    byPlace.set(key, [...(byPlace.get(key) ?? []), standing]);
  }
  const classes = classesByPlace(input);
  const accounts: Growing[] = [];
  for (const standing of byPlace.values()) {
    const [first] = standing;
    if (!first) continue;
    const mine = deployed.filter(({ accountOf }) => accountOf !== undefined && standing.includes(accountOf));
    const confidence = confidenceOf(
      first,
      found,
      mine.length > 0,
      classes.get(`${first.at.path}:${first.at.line}`) ?? [],
    );
    if (confidence === undefined) continue;
    const text = (property: string): string | undefined => plainText(found.property(first, property));
    accounts.push({
      account: shown({
        name: nameOf(found.text(first, 'name'), first.declared.name),
        kind: text('kind'),
        region: text('location'),
        sku: text('sku'),
        defined: first.at,
        confidence,
      }),
      standing,
      deployments: new Set(mine.map(({ name }) => name)),
      parts: OWN_PARTS.flatMap(([property, kind]) => {
        const value = found.property(first, property);
        return value && value.kind !== 'unknown' && value.kind !== 'null'
          ? [{ kind, ...(placesOf(value)[0] ?? value.at), confidence: 'certain' as const }]
          : [];
      }),
    });
  }
  return accounts;
}

/** What rules said of the resource at a place. */
function classesByPlace(input: EstateInput): Map<string, readonly string[]> {
  const classes = new Map<string, readonly string[]>();
  for (const { path, facts } of input.files)
    for (const fact of facts)
      if (fact.kind === 'resource') classes.set(`${path}:${fact.span.line}`, input.canonical(fact));
  return classes;
}

/** How sure it is that the account is one of the service; `undefined` for another service. */
function confidenceOf(
  standing: Standing,
  found: Found,
  hasDeployments: boolean,
  classes: readonly string[],
): Confidence | undefined {
  const kind = plainText(found.property(standing, 'kind'));
  const verdict = kind === undefined ? 'unknown' : found.vocabulary.verdict('cognitive.account', 'kind', kind);
  if (verdict === 'certain') return 'certain';
  if (verdict === 'other') return undefined;
  if (hasDeployments || hasChild(standing, found)) return verdict === 'possible' ? 'certain' : 'likely';
  if (verdict === 'possible') return classes.includes('cognitive.account/openai') ? 'certain' : 'possible';
  if (classes.includes('cognitive.account/openai')) return 'likely';
  return classes.includes('cognitive.account/possible') ? 'possible' : undefined;
}

const hasChild = (standing: Standing, found: Found): boolean =>
  found.standing.some(
    other =>
      other.what === 'foundry.project' &&
      other.instance.id === standing.instance.id &&
      other.declared.parent === standing.declared.name,
  );

/** Registry modules that are given deployments, or the kind of an account of the service. */
function moduleAccounts(found: Found, instances: readonly Instance[], deployed: readonly Deployed[]): Growing[] {
  const accounts: Growing[] = [];
  const made = new Set<string>();
  for (const instance of instances) {
    for (const declared of instance.unit.things.values()) {
      if (declared.kind !== 'module' || declared.inner || found.evaluator.units.target(instance.unit, declared))
        continue;
      for (const iteration of found.evaluator.iterations(declared, instance)) {
        const maker: Maker = { declared, instance, iteration };
        const at: Place = { path: declared.path, line: declared.span.line };
        const given = inputsOf(maker, found);
        const kind = plainText(given.get('kind'));
        const verdict = kind === undefined ? undefined : found.vocabulary.verdict('cognitive.account', 'kind', kind);
        const mine = deployed.filter(
          each => each.maker?.declared === declared && each.maker.instance.id === instance.id,
        );
        if (mine.length === 0 && verdict !== 'certain' && verdict !== 'possible') continue;
        const name = textOfKnown(first(given, 'name', 'accountname', 'account_name'));
        const key = `${at.path}:${at.line}:${name ?? ''}`;
        if (made.has(key)) continue;
        made.add(key);
        accounts.push({
          account: shown({
            name: nameOf(name, declared.name),
            kind,
            region: plainText(first(given, 'location')),
            sku: plainText(first(given, 'sku', 'sku_name', 'skuname')),
            defined: at,
            confidence: verdict === 'certain' ? 'certain' : mine.length > 0 ? 'likely' : 'possible',
          }),
          standing: [],
          deployments: new Set(mine.map(each => each.name)),
          parts: moduleParts(maker, given),
        });
      }
    }
  }
  return accounts;
}

function inputsOf({ declared, instance, iteration }: Maker, found: Found): Map<string, Known> {
  const given = new Map<string, Known>();
  const env = { instance, path: declared.path, bindings: iteration.bindings };
  for (const { key, value } of argumentsOf(declared))
    if (typeof key === 'string') given.set(key.toLowerCase(), found.evaluator.evaluate(value, env));
  return given;
}

const first = (given: ReadonlyMap<string, Known>, ...names: readonly string[]): Known | undefined =>
  names.map(name => given.get(name)).find(value => value !== undefined && value.kind !== 'null');

function moduleParts({ declared }: Maker, given: ReadonlyMap<string, Known>): AccountPart[] {
  return argumentsOf(declared).flatMap(({ key, span }): AccountPart[] => {
    const part = typeof key === 'string' ? MODULE_PARTS.find(([input]) => input.test(key)) : undefined;
    const value = typeof key === 'string' ? given.get(key.toLowerCase()) : undefined;
    const none = !value || value.kind === 'null' || (value.kind === 'list' && value.items.length === 0);
    return part && !none ? [{ kind: part[1], path: declared.path, line: span.line, confidence: 'certain' }] : [];
  });
}

/** Accounts of syntaxes without a program. */
function factAccounts(input: EstateInput, found: Found, deployed: readonly Deployed[], read: ReadText): Growing[] {
  const accounts: Growing[] = [];
  for (const { path, facts, program } of input.files) {
    if (program) continue;
    for (const fact of facts) {
      if (fact.kind !== 'resource' || fact.mode !== 'resource') continue;
      const classes = input.canonical(fact);
      if (!classes.includes('cognitive.account')) continue;
      const at = { path, line: fact.span.line };
      const text = (property: string): string | undefined =>
        propertyText(fact, property, found, value => read(value, at));
      const kind = text('kind');
      const verdict = kind === undefined ? undefined : found.vocabulary.verdict('cognitive.account', 'kind', kind);
      if (verdict === 'other') continue;
      const name = text('name');
      const mine = deployed.filter(
        ({ defined, account }) =>
          defined.path === path && account !== undefined && (account === name || addressOf(account) === fact.address),
      );
      const said = classes.includes('cognitive.account/openai');
      if (verdict === undefined && !said && mine.length === 0) continue;
      accounts.push({
        account: shown({
          name: nameOf(name, fact.address),
          kind,
          region: text('location'),
          sku: text('sku'),
          defined: at,
          confidence:
            verdict === 'certain' || (said && verdict !== undefined)
              ? 'certain'
              : mine.length > 0 || said
                ? 'likely'
                : 'possible',
        }),
        standing: [],
        deployments: new Set(mine.map(each => each.name)),
        parts: [],
      });
    }
  }
  return accounts;
}

/** `account.name` names the account. */
const addressOf = (name: string): string => name.replace(/\.(?:name|id)$/, '');

// ---------------------------------------------------------------- parts

function addParts(input: EstateInput, found: Found, accounts: readonly Growing[]): void {
  const classes = classesByPlace(input);
  for (const standing of found.standing) {
    const kind = PARTS[standing.what];
    if (kind === undefined || standing.declared.kind !== 'resource') continue;
    const name = found.text(standing, 'name');
    const part = (confidence: Confidence): AccountPart => ({
      kind,
      path: standing.at.path,
      line: standing.at.line,
      ...(name === undefined || !/[a-z]/i.test(name) ? {} : { name }),
      confidence,
    });
    const referred = accounts.filter(account => account.standing.some(owner => refersTo(standing, owner, found)));
    for (const account of referred) account.parts.push(part('certain'));
    if (referred.length > 0) continue;
    // Nothing says which account it is for; what rules say of it still says that it is for one.
    const said = classes.get(`${standing.at.path}:${standing.at.line}`) ?? [];
    if (!said.some(each => each.endsWith('/openai'))) continue;
    const near = accounts.filter(account =>
      account.standing.some(owner => rootOf(owner.instance) === rootOf(standing.instance)),
    );
    const [only, ...more] = near;
    if (only) for (const account of near) account.parts.push(part(more.length === 0 ? 'likely' : 'possible'));
  }
}

const rootOf = (instance: Instance): string => instance.id.split('>')[0] ?? '';

/** A parent, or a property that refers to the account. */
function refersTo(part: Standing, account: Standing, found: Found): boolean {
  if (part.declared.parent === account.declared.name && part.instance.id === account.instance.id) return true;
  const body = found.body(part);
  return body !== undefined && mentions(body, account, 0);
}

function mentions(value: Known, account: Standing, depth: number): boolean {
  if (depth > 12) return false;
  const inside = (part: Known): boolean => mentions(part, account, depth + 1);
  switch (value.kind) {
    case 'resource':
      return value.declared.name === account.declared.name && value.instance.id === account.instance.id;
    case 'text':
      return value.parts.some(part => typeof part !== 'string' && inside(part));
    case 'list':
      return value.items.some(inside);
    case 'object':
      return value.entries.some(entry => inside(entry.value));
    case 'choice':
      return value.options.some(inside);
    case 'env':
      return value.default !== undefined && inside(value.default);
    default:
      return false;
  }
}

function distinctParts(parts: readonly AccountPart[]): AccountPart[] {
  const seen = new Map<string, AccountPart>();
  for (const part of parts) {
    const key = `${part.kind}\0${part.path}\0${part.line}`;
    const known = seen.get(key);
    if (!known || CONFIDENCES.indexOf(part.confidence) < CONFIDENCES.indexOf(known.confidence)) seen.set(key, part);
  }
  return [...seen.values()].sort(
    (a, b) => compareText(a.path, b.path) || a.line - b.line || compareText(a.kind, b.kind),
  );
}

// ---------------------------------------------------------------- names

/** The name where enough of it is known, else what the code calls it. */
const nameOf = (text: string | undefined, symbol: string): string =>
  text !== undefined && text.replaceAll('*', '').replace(/[^a-z0-9]/gi, '').length >= 2 ? text : symbol;

function shown({
  name,
  kind,
  region,
  sku,
  defined,
  confidence,
}: {
  readonly name: string;
  readonly kind: string | undefined;
  readonly region: string | undefined;
  readonly sku: string | undefined;
  readonly defined: Place;
  readonly confidence: Confidence;
}): Growing['account'] {
  return {
    name,
    ...(kind === undefined ? {} : { kind }),
    ...(region === undefined ? {} : { region }),
    ...(sku === undefined ? {} : { sku }),
    defined,
    confidence,
  };
}
