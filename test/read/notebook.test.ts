import { beforeAll, describe, expect, test } from 'vitest';
import type { Fact, Value } from '../../src/model/fact.ts';
import type { Reader } from '../../src/model/source.ts';
import type { Span } from '../../src/model/span.ts';
import { createReader } from '../../src/read/notebook/index.ts';
import { valueShown } from './shown.ts';

let read: Reader;
beforeAll(async () => {
  read = await createReader();
});

const path = 'n.ipynb';
const at = ({ line, column, endColumn, cell }: Span): string =>
  `${line}:${column}-${endColumn}${cell ? ` cell ${cell.number}:${cell.line}` : ''}`;
const shown = (value: Value | undefined): string => (value ? valueShown(value) : '');

function fact(one: Fact): string {
  switch (one.kind) {
    case 'import':
      return `import ${one.name}`;
    case 'call':
      return `call ${one.callee}${one.receiver === undefined ? '' : ` <${one.receiver}>`}(${[...one.args.map(shown), ...one.named.map(n => `${n.name}=${shown(n.value)}`)].join(', ')})`;
    case 'string':
      return `string ${JSON.stringify(one.text)}`;
    case 'definition':
      return `definition ${one.name} ${shown(one.value)}`.trimEnd();
    case 'envRead':
      return `env ${one.access} ${one.name} ${shown(one.default)}`.trimEnd();
    case 'dependency':
      return `${one.ecosystem} ${[one.name, one.version, one.extras?.join('+')].filter(Boolean).join(' ')}`;
    case 'command': {
      const named = one.named.map(flag => `${flag.name}=${shown(flag.value)}`);
      return ['command', one.program, ...one.words.map(shown), ...named, '|', ...one.args.map(shown)].join(' ');
    }
    default:
      return one.kind;
  }
}
const facts = (text: string, ...kinds: Fact['kind'][]): string[] =>
  read({ path, text })
    .facts.filter(one => kinds.length === 0 || kinds.includes(one.kind))
    .map(one => `${at(one.span)} ${fact(one)}`);
const problems = (text: string): string[] =>
  read({ path, text }).diagnostics.map(one => `${one.line ?? '-'} ${one.code}`);

/** A notebook as Jupyter writes it: one line of source per line of the file. */
function notebook(cells: readonly (string | { markdown: string })[], metadata: object = {}): string {
  const made = cells.map(cell => {
    const code = typeof cell === 'string';
    const source = (code ? cell : cell.markdown).split(/(?<=\n)/);
    return code
      ? { cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source }
      : { cell_type: 'markdown', metadata: {}, source };
  });
  return JSON.stringify({ cells: made, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1);
}

describe('places', () => {
  test('line and column of the raw file, number and line of the cell', () => {
    const text = notebook([{ markdown: '# sdk.Client("no")' }, 'import sdk\nc = sdk.Client(key="k")']);
    const raw = text.split('\n');
    expect(facts(text)).toEqual([
      '16:13-16 cell 2:1 import sdk',
      '17:6-7 cell 2:2 definition c sdk.Client()',
      '17:10-20 cell 2:2 call sdk.Client(key="k")',
      '17:25-30 cell 2:2 string "k"',
    ]);
    // What a person sees at these columns; the quotes of the string are escaped in the file.
    expect(raw[15]!.slice(12, 15)).toBe('sdk');
    expect(raw[16]!.slice(9, 19)).toBe('sdk.Client');
    expect(raw[16]!.slice(24, 29)).toBe('\\"k\\"');
  });

  test('escapes before and inside what is pointed at', () => {
    const text =
      '{"cells": [{"cell_type": "code", "source": ["a = \\"\\u00e9\\ud83d\\ude00\\"; f(\\"x\\\\n\\")\\n", "\\tg(1)"]}]}';
    expect(facts(text, 'string', 'call')).toEqual([
      '1:50-72 cell 1:1 string "é😀"',
      '1:74-75 cell 1:1 call f("x\\n")',
      '1:76-84 cell 1:1 string "x\\n"',
      '1:93-94 cell 1:2 call g(number 1)',
    ]);
    expect(text.slice(49, 71)).toBe('\\"\\u00e9\\ud83d\\ude00\\"');
    expect(text.slice(75, 83)).toBe('\\"x\\\\n\\"');
  });

  test('a source that is one string, and spans over lines of it', () => {
    const text = '{"cells":[\n{"cell_type":"code","source":"import sdk\\nsdk.run(\\n  1)\\n"}]}';
    const call = read({ path, text }).facts.find(one => one.kind === 'call')!;
    expect(at(call.span)).toBe('2:43-50 cell 1:2');
    expect(text.split('\n')[1]!.slice(call.extent!.column - 1, call.extent!.endColumn - 1)).toBe('sdk.run(\\n  1)');
  });

  test('line ends of the file may be CRLF', () => {
    const text = notebook(['a = 1\nb = 2']).replaceAll('\n', '\r\n');
    expect(facts(text)).toEqual(['9:6-7 cell 1:1 definition a number 1', '10:6-7 cell 1:2 definition b number 2']);
  });
});

describe('cells', () => {
  test('share their names: imports, constants and clients of earlier cells', () => {
    const text = notebook([
      'from sdk import Client as C\nNAME = "n"',
      'client = C(name=NAME)',
      'def ask(q):\n    return client.chat.create(q)',
      'NAME = "later"',
    ]);
    expect(facts(text, 'call')).toEqual([
      '19:15-16 cell 2:1 call sdk.Client(name="n" via NAME)',
      '29:17-35 cell 3:2 call client.chat.create <sdk.Client>(<q>)',
    ]);
  });

  test('a broken one spoils no other', () => {
    const text = notebook(['import sdk', 'x = foo(\n', 'sdk.run("a")']);
    expect(facts(text, 'import', 'call', 'string')).toEqual([
      '9:13-16 cell 1:1 import sdk',
      '27:6-13 cell 3:1 call sdk.run("a")',
      '27:14-19 cell 3:1 string "a"',
    ]);
    expect(problems(text)).toEqual(['18 syntax-error']);
  });

  test('markdown, raw cells and outputs say nothing, wherever the keys stand', () => {
    const text = JSON.stringify({
      metadata: { kernelspec: { language: 'python', name: 'python3' } },
      cells: [
        { cell_type: 'raw', source: 'os.environ["RAW"]' },
        {
          source: ['a = 1'],
          outputs: [{ text: ['os.environ["OUT"]', '"}]}'], data: { 'text/plain': '"source"' } }],
          cell_type: 'code',
        },
        { cell_type: 'markdown', source: ['import sdk'], attachments: { 'a.png': { 'image/png': 'AAAA' } } },
        { cell_type: 'code', source: [] },
      ],
    });
    expect(facts(text)).toEqual([
      `1:${text.indexOf('a = 1') + 1}-${text.indexOf('a = 1') + 2} cell 2:1 definition a number 1`,
    ]);
  });

  test('format 3 keeps them in worksheets', () => {
    const text = '{"worksheets":[{"cells":[{"cell_type":"code","language":"python","input":["x = 1"]}]}],"nbformat":3}';
    expect(facts(text)).toEqual(['1:76-77 cell 1:1 definition x number 1']);
  });
});

describe('languages', () => {
  test('a kernel that is not Python is told and not read', () => {
    const text = notebook(['var client = new AzureClient("x");'], {
      kernelspec: { name: '.net-csharp', language: 'C#' },
    });
    expect(facts(text)).toEqual([]);
    expect(problems(text)).toEqual(['- unsupported-kernel']);
  });

  test('the language of a cell wins over that of the kernel', () => {
    const text = JSON.stringify({
      cells: [
        { cell_type: 'code', metadata: { vscode: { languageId: 'csharp' } }, source: ['var x = 1;'] },
        { cell_type: 'code', metadata: {}, source: ['y = 2'] },
      ],
      metadata: { language_info: { name: 'python' } },
    });
    expect(facts(text, 'definition').map(one => one.replace(/^\S+ /, ''))).toEqual(['cell 2:1 definition y number 2']);
    expect(problems(text)).toEqual([]);
  });

  test('no metadata means Python; a notebook without code is fine', () => {
    expect(facts('{"cells":[{"cell_type":"code","source":"a = 1"}]}')).toHaveLength(1);
    expect(problems(notebook([{ markdown: 'x' }], { kernelspec: { language: 'R' } }))).toEqual([]);
  });
});

describe('magics and shell lines', () => {
  test('installed packages', () => {
    const text = notebook([
      '%pip install -q openai==1.2 "langchain_openai[all]>=0.1,<2" -r requirements.txt --upgrade\n' +
        'try:\n    import sdk\nexcept ImportError:\n    ! pip install sdk.core\n' +
        '!{sys.executable} -m pip install --index-url https://x/simple one ./local two.whl\n' +
        'pip install three\n!conda install -c forge four=1.0',
    ]);
    expect(facts(text, 'dependency')).toEqual([
      '9:22-28 cell 1:1 pypi openai ==1.2',
      '9:36-52 cell 1:1 pypi langchain-openai >=0.1,<2 all',
      '13:24-32 cell 1:5 pypi sdk-core',
      '14:68-71 cell 1:6 pypi one',
      '15:18-23 cell 1:7 pypi three',
      '16:30-34 cell 1:8 conda four ==1.0',
    ]);
    expect(facts(text, 'import')).toEqual(['11:17-20 cell 1:3 import sdk']);
    expect(facts(text, 'command')).toEqual([]);
    expect(problems(text)).toEqual([]);
  });

  test('commands: words, flags, quotes, holes, continuation, several in a line', () => {
    const text = notebook([
      '!az cognitiveservices account create -n {name} --kind OpenAI --tags a=b "c d" --yes \\\n    --sku=S0 && az login\n' +
        'keys = !az keys list --name $acct 2>/dev/null | jq .key1\n',
    ]);
    expect(facts(text, 'command')).toEqual([
      '9:7-9 cell 1:1 command az "cognitiveservices" "account" "create" -n="*"(<name>) --kind="OpenAI" --tags="a=b" --yes=boolean true --sku="S0" | "c d"',
      '10:22-24 cell 1:2 command az "login" |',
      '11:14-16 cell 1:3 command az "keys" "list" --name="*"(<acct>) |',
      '11:54-56 cell 1:3 command jq ".key1" |',
    ]);
    expect(problems(text)).toEqual([]);
  });

  test('environment variables', () => {
    const text = notebook([
      '%env SVC_KEY=abc\n%env SVC_URL https://{host}/\n%env SVC_READ\n%env\n!export SVC_A="x y" SVC_B=2\n!SVC_C=3 run it',
    ]);
    expect(facts(text)).toEqual([
      '9:11-18 cell 1:1 env write SVC_KEY "abc"',
      '10:11-18 cell 1:2 env write SVC_URL "https://*/"(<host>)',
      '11:11-19 cell 1:3 env read SVC_READ',
      '13:14-19 cell 1:5 env write SVC_A "x y"',
      '13:28-33 cell 1:5 env write SVC_B "2"',
      '14:7-12 cell 1:6 env write SVC_C "3"',
      '14:15-18 cell 1:6 command run "it" |',
    ]);
  });

  test('shell cells give their commands, not Python', () => {
    const text = notebook([
      '%%bash\n# az comment\nfor f in a; do\n  az group list --query x\ndone\nexport A=b',
      '%%html\n<b>az x</b>',
    ]);
    expect(facts(text)).toEqual([
      '12:8-10 cell 1:4 command az "group" "list" --query="x" |',
      '14:13-14 cell 1:6 env write A "b"',
    ]);
  });

  test('cell magics that run Python, and files written from a cell', () => {
    const text = notebook([
      '%%time\n\nimport sdk',
      '%%writefile app.py\nimport os\nos.environ["K"]\nsdk.run()',
      '%%writefile notes.txt\nimport no',
    ]);
    expect(facts(text)).toEqual([
      '11:13-16 cell 1:3 import sdk',
      '21:13-15 cell 2:2 import os',
      '22:17-22 cell 2:3 env read K',
      '23:6-13 cell 2:4 call sdk.run()',
    ]);
    expect(read({ path, text }).facts.at(-1)).toMatchObject({ resolved: false });
    expect(problems(text)).toEqual([]);
  });

  test('a percent sign or an exclamation mark inside a statement or a string is no magic', () => {
    const text = notebook([
      'x = ("%s"\n     % name)\ny = """\n!pip install no\n%env NO=1\n"""\nz = 5 \\\n  % 2\n%time w = f("q")\nlen?',
    ]);
    expect(facts(text)).toEqual([
      '9:6-7 cell 1:1 definition x "*"(<name>)',
      '11:6-7 cell 1:3 definition y "\\n!pip install no\\n%env NO=1\\n"',
      '11:10-12 cell 1:3 string "\\n!pip install no\\n%env NO=1\\n"',
      '15:6-7 cell 1:7 definition z ?',
      '17:12-13 cell 1:9 definition w f("q")',
      '17:16-17 cell 1:9 call f("q")',
      '17:18-23 cell 1:9 string "q"',
    ]);
    expect(problems(text)).toEqual([]);
  });
});

describe('broken and hostile input', () => {
  test('text that is no JSON is a diagnostic; the cells before it are read', () => {
    expect(problems('')).toEqual(['1 syntax-error']);
    expect(problems('print("no notebook")')).toEqual(['1 syntax-error']);
    expect(problems('[]')).toEqual(['1 syntax-error']);
    const cut = notebook(['a = 1', 'b = 2']).slice(0, 200);
    expect(facts(cut)).toEqual(['9:6-7 cell 1:1 definition a number 1']);
    expect(problems(cut).map(one => one.split(' ')[1])).toEqual(['syntax-error']);
  });

  test('twenty megabytes of outputs are stepped over', () => {
    const blob = 'iVBOR'.repeat(4_000_000);
    const text = `{"cells":[{"cell_type":"code","outputs":[{"data":{"image/png":"${blob}"}}],"source":["a = 1"]}]}`;
    read({ path, text: notebook(['warm = 1']) });
    const start = performance.now();
    expect(facts(text)).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(1500);
  });

  test('deep nesting in outputs and many escapes in one line', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    expect(facts(`{"cells":[{"cell_type":"code","outputs":${deep},"source":"a = 1"}]}`)).toHaveLength(1);
    const start = performance.now();
    const line = JSON.stringify('f("x"); '.repeat(20_000));
    expect(facts(`{"cells":[{"cell_type":"code","source":${line}}]}`, 'call')).toHaveLength(20_000);
    expect(performance.now() - start).toBeLessThan(8000);
  });
});
