/** What comments of the scanned files excuse. */
import { ruleTest } from '../config/policy.ts';
import { directivesIn, MARK, type Directives } from '../gate/directives.ts';
import { excuse, type Excused } from '../gate/suppress.ts';
import type { Policy } from '../model/config.ts';
import type { Finding } from '../model/report.ts';

/** Does somebody speak to us in this text? */
export function speaks(text: string): boolean {
  return text.includes(MARK);
}

/** Read the comments of files that do. */
export class Comments {
  readonly #found = new Map<string, Directives>();
  readonly #isRule: (name: string) => boolean;

  constructor(ruleIds: readonly string[]) {
    const names = new Set([...ruleIds, ...ruleIds.map(id => `${id.slice(0, id.indexOf('/'))}/*`), '*']);
    this.#isRule = name => names.has(name);
  }

  async read(path: string, text: string): Promise<void> {
    const { commentsOf } = await import('../read/comments/index.ts');
    const found = directivesIn(await commentsOf(path, text), this.#isRule);
    if (found.directives.length + found.mistakes.length > 0) this.#found.set(path, found);
  }

  /** Set the status of what is excused, and tell which excuses should be looked at again. */
  apply(findings: readonly Finding[], policy: Policy, today: string | undefined): Excused {
    return excuse(findings, { inCode: this.#found, policy, today, covers: (rule, id) => ruleTest(rule)(id) });
  }
}
