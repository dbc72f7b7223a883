/** Suggested code of a plan: the topics that fit it, in the languages of its clients, with the names of the user's own settings. */
import type { Subject } from './plan-subject.ts';
import type { CodeBook, CodeLanguage, Topic, TopicPlans } from '../model/code.ts';
import type { CatalogueModel } from '../model/catalogue.ts';
import type { TargetOptions } from '../model/planning.ts';
import { codeLanguage, fillingsOf, NO_REGION, renderSnippet, type Filling, type Fillings } from '../model/snippets.ts';
import type { ClientInput, CodeExample, Plan } from '../model/workload.ts';

export interface PlanCode {
  readonly book: CodeBook;
  readonly subject: Subject;
  readonly plan: Pick<Plan, 'strategy' | 'target'>;
  /** API of the plan's route. */
  readonly route: string;
  readonly first: CatalogueModel | undefined;
  readonly target: TargetOptions;
}

export function codeOf(given: PlanCode): CodeExample[] {
  const { book, subject } = given;
  const languages = [...new Set(subject.clients.flatMap(client => codeLanguage(client.language) ?? []))].sort();
  const shown = languages.flatMap(language =>
    book.topics
      .filter(topic => topic.plans !== undefined && fits(topic.plans, given, language))
      .flatMap(topic => {
        const snippet = book.code[language][topic.topic];
        return snippet ? [renderSnippet(snippet, language, names(topic, given, language))] : [];
      }),
  );
  return [...shown, ...infrastructure(given)];
}

function fits(plans: TopicPlans, { subject, plan, route, first }: PlanCode, language: CodeLanguage): boolean {
  const { workload, framework } = subject;
  const oneOf = <T>(list: readonly T[] | undefined, value: T | undefined): boolean =>
    list === undefined || (value !== undefined && list.includes(value));
  return (
    plans.infrastructure === undefined &&
    oneOf(plans.apis, workload.api) &&
    oneOf(plans.strategies, plan.strategy) &&
    oneOf(plans.routes, route) &&
    oneOf(plans.endpoints, plan.target.endpoint) &&
    oneOf(plans.models, first?.key) &&
    oneOf(plans.families, first?.family) &&
    oneOf(plans.credentials, workload.credential) &&
    oneOf(plans.languages, language) &&
    oneOf(plans.frameworks, framework?.name ?? 'none') &&
    (plans.features === undefined || plans.features.some(feature => workload.features.includes(feature)))
  );
}

/** Terraform that defines the workload's deployment, and what stands in its place. */
function infrastructure(given: PlanCode): CodeExample[] {
  const { book, subject } = given;
  const defined = subject.deployments.find(one => /\.tf(?:\.json)?$/.test(one.defined?.path ?? ''));
  if (!defined) return [];
  return book.topics
    .filter(topic => topic.plans?.infrastructure === 'deployment')
    .flatMap(topic => {
      const snippet = book.code.terraform[topic.topic];
      return snippet ? [renderSnippet(snippet, 'terraform', names(topic, given, 'terraform'))] : [];
    });
}

function names(topic: Topic, { subject, plan, target }: PlanCode, language: CodeLanguage): Fillings {
  const own = subject.clients.filter(client => codeLanguage(client.language) === language);
  const input = (
    pick: (client: (typeof own)[number]) => ClientInput | undefined,
    value: boolean,
  ): Filling | undefined => {
    const found = own.flatMap(client => pick(client) ?? []);
    const setting = found.find(one => one.settings.length > 0)?.settings[0];
    const text = found.find(one => one.value !== undefined)?.value;
    return setting !== undefined ? { setting } : value && text !== undefined ? { value: text } : undefined;
  };
  const [deployment] = subject.workload.deployments;
  const [model] = plan.target.modelIds;
  const region = target.region ?? NO_REGION;
  const holes: Record<string, Filling | undefined> = {
    endpoint: input(client => client.endpoint, true),
    // A key that stands in the code is a secret: never written out again.
    key: input(client => client.credential, false),
    deployment:
      input(client => client.deployment, true) ?? (deployment === undefined ? undefined : { value: deployment }),
    deploymentName: deployment === undefined ? undefined : { value: deployment },
    model: model === undefined ? undefined : { value: model },
    region: { value: region },
    baseUrl: plan.target.baseUrl === undefined ? undefined : { value: plan.target.baseUrl.replace('{region}', region) },
  };
  return {
    ...fillingsOf(topic),
    ...Object.fromEntries(Object.entries(holes).filter(([, filling]) => filling !== undefined)),
  };
}
