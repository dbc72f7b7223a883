/** Colours by meaning, so that the layout never names one. */
import { Chalk } from 'chalk';
import type { Severity } from '../../model/rule.ts';

type Paint = (text: string) => string;

export interface Ink {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly path: Paint;
  readonly good: Paint;
  readonly bad: Paint;
  readonly advice: Paint;
  readonly mark: Paint;
  readonly severity: (severity: Severity, text: string) => string;
}

export function inkOf(level: 0 | 1 | 2 | 3): Ink {
  const chalk = new Chalk({ level });
  const severities: Readonly<Record<Severity, Paint>> = {
    blocker: chalk.bold.red,
    high: chalk.red,
    medium: chalk.yellow,
    low: chalk.cyan,
    info: chalk.dim,
  };
  return {
    bold: only(chalk.bold),
    dim: only(chalk.dim),
    path: only(chalk.bold.underline),
    good: only(chalk.bold.green),
    bad: only(chalk.bold.red),
    advice: only(chalk.green),
    mark: only(chalk.bold.red),
    severity: (severity, text) => severities[severity](text),
  };
}

/** chalk prints every argument it gets, the index of a `map` too. */
function only(paint: (text: string) => string): Paint {
  return text => paint(text);
}
