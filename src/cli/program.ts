/** The commands and their options. Their code is loaded when they run, not before. */
import { Command, CommanderError, Option } from 'commander';
import { Exit, UntetherError, type ExitCode } from '../base/errors.ts';
import { CONFIDENCES, DIMENSIONS, SEVERITIES } from '../model/rule.ts';
import { STRATEGIES } from '../model/workload.ts';
import { FORMATS } from '../report/index.ts';
import { VERSION } from '../version.ts';
import { PIPELINES } from './init/pipelines.ts';
import { listOf, oneOf, repeated, severityOf, webAddress } from './arguments.ts';
import type { CatalogCommandOptions } from './commands/catalog.ts';
import type { FleetOptions } from './commands/fleet.ts';
import type { InventoryCommandOptions } from './commands/inventory.ts';
import { widthOf, type Io } from './io.ts';

const EPILOGUE = `
Examples:
  untether                                         scan this folder
  untether services infra --format markdown=plan.md
  untether --format json=results.json --format sarif=results.sarif
  untether report results.json --format markdown   the same findings, written anew
  untether explain identity/token-provider         what a rule finds and what replaces it
  untether baseline && untether check              fail from now on for new ties only
  untether check --since origin/main               what a branch adds, without a baseline
  untether --print-config                          the settings that apply, and where from

Exit codes:
  0  done, whatever was found
  1  a tie reaches --fail-on; with check, a new one
  2  wrong use, wrong config, wrong rules
  3  nothing could be scanned, or with --strict not everything
  4  a cloud could not be asked, or not for everything`;

export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = Exit.clean;
  let printed = '';
  const finish = (result: ExitCode): void => {
    code = result;
  };
  const program = build(io, finish, text => {
    printed += text;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw wrongUse(error);
  }
  if (printed !== '') await io.out(printed);
  return code;
}

/** commander's message in our words: `error: unknown option '--x'\n(Did you mean --y?)`. */
function wrongUse(error: CommanderError): UntetherError {
  const [message = '', ...hints] = error.message.replace(/^error: /, '').split('\n');
  const help = hints.map(hint => hint.replace(/^\((.*)\)$/, '$1')).filter(hint => hint !== '');
  return new UntetherError(message, {
    help: [...help, 'untether --help lists the commands and options.'].join('\n'),
    cause: error,
  });
}

function build(io: Io, finish: (code: ExitCode) => void, print: (text: string) => void): Command {
  const program = new Command('untether');
  program
    .description('Finds everything that ties a code base to Azure OpenAI and what its Amazon Bedrock equivalent is.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: print,
      writeErr: () => undefined,
      outputError: () => undefined,
      getOutHelpWidth: () => Math.min(widthOf(io), 120),
      getOutHasColors: () => false,
    })
    .addHelpText('after', EPILOGUE);

  // `untether src` and `untether scan src` are the same command.
  for (const command of [program, program.command('scan')]) {
    command.description(
      command === program ? command.description() : 'look through files and folders (the default command)',
    );
    command.argument('[paths...]', 'files and folders to scan; this folder if none is given');
    addScanOptions(command).action(async (paths: string[], _: unknown, self: Command) => {
      const { scanCommand } = await import('./commands/scan.ts');
      finish(await scanCommand(paths, optionsOf(self), io));
    });
  }

  const check = program
    .command('check')
    .description('fail on new ties only: compared with the baseline, a commit, or what is committed')
    .argument('[paths...]', 'files and folders to check; this folder if none is given');
  addCheckOptions(check).action(async (paths: string[], _: unknown, self: Command) => {
    const { checkCommand } = await import('./commands/check.ts');
    finish(await checkCommand(paths, optionsOf(self), io));
  });

  const baseline = program
    .command('baseline')
    .description('write down the ties there are, so that "check" fails only for others')
    .argument('[paths...]', 'files and folders to take in; this folder if none is given');
  addBaselineOptions(baseline).action(async (paths: string[], _: unknown, self: Command) => {
    const { baselineCommand } = await import('./commands/baseline.ts');
    finish(await baselineCommand(paths, optionsOf(self), io));
  });

  program
    .command('init')
    .description('set up settings, a first baseline, a pipeline and a pre-commit hook; shows them and asks')
    .argument('[path]', 'the repository; the one around this folder if none is given')
    .addOption(
      new Option('--ci <name>', `for this pipeline; repeatable (${PIPELINES.join(', ')}; by what is there)`).argParser(
        listOf('--ci', PIPELINES),
      ),
    )
    .option('--no-hook', 'no pre-commit hook')
    .option('--yes', 'write without asking')
    .option('--force', 'replace files that are there')
    .option('--verbose', 'show whole files')
    .action(async (path: string | undefined, _: unknown, self: Command) => {
      const { initCommand } = await import('./commands/init.ts');
      finish(await initCommand(path === undefined ? [] : [path], optionsOf(self), io));
    });

  const report = program
    .command('report')
    .description('render a saved JSON report again, in any format; several become one portfolio')
    .argument('<files...>', 'reports written with --format json; - reads standard input');
  addReportOptions(report)
    .option(...COMPARE)
    .action(async (files: string[], _: unknown, self: Command) => {
      const { reportCommand } = await import('./commands/report.ts');
      finish(await reportCommand(files, optionsOf(self), io));
    });

  addViewOptions(
    program
      .command('explain')
      .description('say what a rule finds, why it matters and what replaces it')
      .argument('<rule-id>'),
  ).action(async (id: string, _: unknown, self: Command) => {
    const { explainCommand } = await import('./commands/explain.ts');
    finish(await explainCommand(id, optionsOf(self), io));
  });

  program
    .command('fleet')
    .description('scan many repositories: a report for each, resumable')
    .argument('<list>', 'a file with one path or git address a line')
    .option('-o, --out <dir>', 'folder for the reports')
    .option('--shard <part>', 'only a share of the list: 3/16, or auto for what a parallel engine says')
    .option('-j, --jobs <number>', 'how many at once; the number of processors if absent')
    .option('--timeout <seconds>', 'longest time for one repository', '600')
    .option('--memory <megabytes>', 'most memory for one repository', '2048')
    .addOption(
      new Option('--rules <path>', 'your own rule file or folder beside the built-in ones; repeatable').argParser(
        repeated,
      ),
    )
    .option('--config <file>', 'these settings for all, instead of those in each repository')
    .option('--no-config', 'no settings file at all')
    .option('--quiet', 'nothing on standard error but errors')
    .action(async (list: string, _: unknown, self: Command) => {
      const { fleetCommand } = await import('./commands/fleet.ts');
      finish(await fleetCommand(list, optionsOf<FleetOptions>(self), io));
    });

  const inventory = program
    .command('inventory')
    .description('ask a cloud what is really deployed, read only, and save it for scan --inventory');
  addLiveOptions(
    inventory
      .command('azure')
      .description('accounts, deployments, content policies, quotas and commitments; never keys')
      .addOption(
        new Option('--subscription <id>', 'a subscription; repeatable').argParser(repeated).makeOptionMandatory(),
      )
      .addOption(new Option('--resource-group <name>', 'only this resource group; repeatable').argParser(repeated)),
  ).action(async (_: unknown, self: Command) => {
    const { inventoryCommand } = await import('./commands/inventory.ts');
    finish(await inventoryCommand(optionsOf<InventoryCommandOptions>(self), io));
  });

  const catalog = program
    .command('catalog')
    .description('ask a cloud which models this account really has, read only, and save it for scan --catalog');
  addLiveOptions(
    catalog
      .command('bedrock')
      .description('models, inference profiles, entitlements, guardrails and logging of regions')
      .addOption(new Option('--region <region>', 'a region; repeatable').argParser(repeated).makeOptionMandatory())
      .addOption(
        new Option('--model <id>', 'also ask for the entitlement to this model; repeatable').argParser(repeated),
      ),
  ).action(async (_: unknown, self: Command) => {
    const { catalogCommand } = await import('./commands/catalog.ts');
    finish(await catalogCommand(optionsOf<CatalogCommandOptions>(self), io));
  });

  const rules = program.command('rules').description('list the rules, or test them on their own examples');
  addViewOptions(rules.command('list', { isDefault: true }).description('list the rules')).action(
    async (_: unknown, self: Command) => {
      const { listRules } = await import('./commands/rules.ts');
      finish(await listRules(optionsOf(self), io));
    },
  );
  rules
    .command('test')
    .description('run the examples of the built-in rules, or of your own rule files')
    .argument('[paths...]', 'rule files or folders')
    .action(async (paths: string[]) => {
      const { testRulesCommand } = await import('./commands/rules.ts');
      finish(await testRulesCommand(paths, io));
    });
  return program;
}

const FORMAT = '<name[=file]>';
const COMPARE = ['--compare <report>', 'add what changed since this earlier JSON report'] as const;

/** What is to be scanned and how it is to be judged: for every command that scans. */
function addConfigOptions(command: Command): Command {
  return command
    .option('--config <file>', 'this config file; untether.yaml is looked for from here upwards otherwise')
    .option('--no-config', 'no config file')
    .option('--print-config', 'print what applies and where each value comes from, and stop')
    .option('--region <region>', 'region of the target to plan for')
    .option('--residency <place>', 'where data must stay (eu, us, a country)')
    .addOption(
      new Option('--strategy <name>', `plan for this strategy (${[...STRATEGIES, 'best'].join(', ')})`).argParser(
        oneOf('--strategy', [...STRATEGIES, 'best']),
      ),
    )
    .addOption(
      new Option('--prefer <models>', 'models of the same vendor where there are some, or any (openai, any)').argParser(
        oneOf('--prefer', ['openai', 'any']),
      ),
    );
}

const rulesOption = (): Option =>
  new Option('--rules <path>', 'your own rule file or folder beside the built-in ones; repeatable').argParser(repeated);

function addScanOptions(command: Command): Command {
  addConfigOptions(command).addOption(rulesOption());
  addReportOptions(command).option(...COMPARE);
  return command
    .addOption(
      new Option('--inventory <file>', 'what is really deployed: a snapshot or export; repeatable').argParser(repeated),
    )
    .addOption(
      new Option('--catalog <file>', 'what the target account really has: a snapshot or export; repeatable').argParser(
        repeated,
      ),
    )
    .option('--include-docs', 'read code blocks in Markdown too; what they show is information, never a tie')
    .option('--timestamp', 'put the time into the report (equal scans then differ)');
}

function addCheckOptions(command: Command): Command {
  addConfigOptions(command)
    .addOption(rulesOption())
    .option('--baseline <file>', 'the baseline; untether.baseline beside the config or at the top of the repository')
    .option('--since <commit>', 'compare with where this branch left that commit or branch, without a baseline')
    .option('--staged', 'compare what is staged with the last commit, for a pre-commit hook')
    .addOption(
      new Option('--fail-on <severity>', 'new ties of this severity or worse fail (default: high)').argParser(
        severityOf('--fail-on'),
      ),
    )
    .addOption(
      new Option('--fail-confidence <confidence>', 'and are at least this sure (default: likely)').argParser(
        oneOf('--fail-confidence', CONFIDENCES),
      ),
    )
    .option('--show-baselined', 'list the known ties too')
    .option(
      '--sarif-suppressed',
      'known and suppressed ties in SARIF too (not for GitHub, which opens alerts for them)',
    )
    .addOption(
      new Option(
        `-f, --format ${FORMAT}`,
        'a report beside the verdict: terminal, markdown, json or sarif; repeatable',
      ).argParser(repeated),
    )
    .option('--strict', 'exit with 3 when something could not be read');
  return addSayingOptions(command);
}

function addBaselineOptions(command: Command): Command {
  addConfigOptions(command)
    .addOption(rulesOption())
    .option(
      '--baseline <file>',
      'the file to write; untether.baseline beside the config or at the top of the repository',
    )
    .option('--prune', 'only drop what is gone and follow what moved; take in nothing new');
  return addSayingOptions(command);
}

function addSayingOptions(command: Command): Command {
  return command
    .option('--verbose', 'everything there is to say')
    .option('--quiet', 'nothing on standard error but errors')
    .option('--color', 'colour even where it is not a terminal')
    .option('--no-color', 'no colour');
}

function addReportOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        `-f, --format ${FORMAT}`,
        `to standard output or a file; repeatable (${FORMATS.join(', ')})`,
      ).argParser(repeated),
    )
    .addOption(
      new Option('--dimension <name>', `only this dimension; repeatable (${DIMENSIONS.join(', ')})`).argParser(
        listOf('--dimension', DIMENSIONS),
      ),
    )
    .addOption(
      new Option('--min-severity <severity>', `only this or worse (${SEVERITIES.join(', ')})`).argParser(
        severityOf('--min-severity'),
      ),
    )
    .addOption(
      new Option('--min-confidence <confidence>', `only this or surer (${CONFIDENCES.join(', ')})`).argParser(
        oneOf('--min-confidence', CONFIDENCES),
      ),
    )
    .addOption(
      new Option('--fail-on <severity>', 'exit with 1 when there is a tie of this severity or worse').argParser(
        severityOf('--fail-on'),
      ),
    )
    .addOption(
      new Option('--link-base <url>', 'link places below this address; {path} and {line} in it are replaced').argParser(
        webAddress('--link-base'),
      ),
    )
    .option(
      '--sarif-suppressed',
      'known and suppressed ties in SARIF too (not for GitHub, which opens alerts for them)',
    )
    .option('--strict', 'exit with 3 when something could not be read')
    .option('--verbose', 'every finding, context too')
    .option('--quiet', 'nothing on standard error but errors')
    .option('--color', 'colour even where it is not a terminal')
    .option('--no-color', 'no colour');
}

function addLiveOptions(command: Command): Command {
  return command
    .option('-o, --out <file>', 'write the snapshot there instead of to standard output')
    .option('--timeout <seconds>', 'longest wait for one question', '60')
    .option('--endpoint <url>', 'address of the management API, for sovereign clouds and private endpoints')
    .option('--quiet', 'nothing on standard error but errors');
}

function addViewOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--rules <path>', 'your own rule file or folder beside the built-in ones; repeatable').argParser(
        repeated,
      ),
    )
    .addOption(
      new Option(`-f, --format ${FORMAT}`, 'terminal or json, to standard output or a file; repeatable').argParser(
        repeated,
      ),
    )
    .option('--verbose', 'everything there is to say')
    .option('--color', 'colour even where it is not a terminal')
    .option('--no-color', 'no colour');
}

export interface Options {
  /** False for `--no-config`. */
  readonly config?: string | false;
  readonly printConfig?: boolean;
  readonly region?: string;
  readonly residency?: string;
  readonly strategy?: (typeof STRATEGIES)[number] | 'best';
  readonly prefer?: 'openai' | 'any';
  readonly rules?: readonly string[];
  readonly format?: readonly string[];
  readonly dimension?: readonly (typeof DIMENSIONS)[number][];
  readonly minSeverity?: (typeof SEVERITIES)[number];
  readonly minConfidence?: (typeof CONFIDENCES)[number];
  readonly failOn?: (typeof SEVERITIES)[number];
  readonly compare?: string;
  readonly linkBase?: string;
  readonly strict?: boolean;
  readonly verbose?: boolean;
  readonly quiet?: boolean;
  readonly color?: boolean;
  readonly timestamp?: boolean;
  readonly includeDocs?: boolean;
  readonly inventory?: readonly string[];
  readonly catalog?: readonly string[];
  readonly failConfidence?: (typeof CONFIDENCES)[number];
  readonly baseline?: string;
  readonly since?: string;
  readonly staged?: boolean;
  readonly showBaselined?: boolean;
  readonly prune?: boolean;
  readonly sarifSuppressed?: boolean;
  readonly ci?: readonly (typeof PIPELINES)[number][];
  /** False for `--no-hook`. */
  readonly hook?: boolean;
  readonly yes?: boolean;
  readonly force?: boolean;
}

/** What was given, before the command's name or after it. */
function optionsOf<T extends object = Options>(command: Command): T {
  const given: Record<string, unknown> = {};
  for (let here: Command | null = command; here; here = here.parent) {
    for (const [name, value] of Object.entries(here.opts())) {
      if (here.getOptionValueSource(name) !== 'default') given[name] ??= value;
    }
  }
  return given as T;
}
