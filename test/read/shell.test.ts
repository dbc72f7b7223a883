import { describe, expect, test } from 'vitest';
import { createReader } from '../../src/read/shell/index.ts';
import { createReader as createYamlReader } from '../../src/read/yaml/index.ts';
import { createReader as createManifestReader } from '../../src/read/manifest/index.ts';
import { lines } from './command-lines.ts';

const reader = await createReader();
const read = (source: string, ...kinds: Parameters<typeof lines>[3][]): string[] =>
  lines(reader, 'run.sh', source, ...kinds);

describe('commands', () => {
  test('program, words, flags and the rest, over continued lines', () => {
    const source = 'tool account create \\\n  --name "a b" --kind=Big \\\n  -g $1 last\n';
    expect(read(source, 'command')).toEqual([
      '1:1-20 command tool "account" "create" --name="a b" --kind="Big" -g=? | "last"',
    ]);
    const [fact] = reader({ path: 'run.sh', text: source }).facts;
    expect(fact?.extent).toEqual({ line: 1, column: 1, endLine: 3, endColumn: 13 });
  });

  test('in substitutions, pipes, conditions, functions and quoted scripts', () => {
    const source =
      "f() {\n  x=$(a get --q id | jq -r .id)\n}\nif b ok; then sudo c now && d; fi\nbash -c 'e \"f g\"'\nbash <<'EOF'\nh i\nEOF\n";
    expect(read(source, 'command')).toEqual([
      '2:7-12 command a "get" --q="id"',
      '2:22-24 command jq  -r=".id"',
      '4:4-8 command b "ok"',
      '4:20-25 command c "now"',
      '4:29-30 command d',
      '5:1-5 command bash  -c="e \\"f g\\""',
      '5:10-17 command e "f g"',
      '6:1-5 command bash',
      '7:1-4 command h "i"',
    ]);
    const scopes = reader({ path: 'run.sh', text: source }).facts.map(fact => fact.scope);
    expect(scopes.filter(scope => scope === 'f').length).toBeGreaterThan(0);
    expect(scopes.includes(undefined)).toBe(true);
  });

  test('line ends of Windows are no part of anything', () => {
    expect(read('A=b\r\ntool \\\r\n  --x $A\r\n')).toEqual([
      '1:1-2 definition A variable = "b"',
      '2:1-5 command tool  --x="b"<A',
    ]);
  });

  test('comments and plain messages say nothing but that they are said', () => {
    expect(read('# tool x\necho "see https://host.example/a $NAME"\n')).toEqual([
      '2:1-40 command echo `see https://host.example/a *`',
    ]);
  });
});

describe('names', () => {
  test('what is assigned is followed, what is not comes from the environment', () => {
    const source = 'base="https://x.example"\nexport KEY=${OUTER:-d}\ncurl "$base/v1" -H "k: $KEY" $OTHER_NAME\n';
    expect(read(source)).toEqual([
      '1:1-5 definition base variable = "https://x.example"',
      '1:6-25 string "https://x.example" value base',
      '2:8-11 definition KEY variable = env OUTER="d"',
      '2:8-11 envRead KEY write = env OUTER="d"',
      '2:14-19 envRead OUTER read = "d"',
      '3:1-16 command curl `https://x.example/v1` -H=`k: *` | env OTHER_NAME',
      '3:6-16 string "https://x.example/v1" argument curl',
      '3:20-29 string "k: *" argument -H',
      '3:31-41 envRead OTHER_NAME read',
    ]);
  });

  test('a name from itself, a presence test, a loop', () => {
    expect(read('A=${A:-b}\n[ -z "$B" ] && exit 1\nfor c in x; do run $c; done\n', 'envRead', 'definition')).toEqual([
      '1:1-2 definition A variable = env A="b"',
    ]);
    expect(read('NAME=${NAME:-b}\n[ -z "$TOKEN" ] && exit 1\n', 'envRead')).toEqual([
      '1:8-12 envRead NAME read = "b"',
      '2:8-13 envRead TOKEN test',
    ]);
  });

  test('texts that are compared', () => {
    expect(read('if [[ "$A" == "one" ]]; then :; fi\ncase $A in two) x;; esac\n[ $A = three ]\n', 'string')).toEqual([
      '1:15-20 string "one" compare',
      '2:12-15 string "two" compare',
      '3:8-13 string "three" compare',
    ]);
  });
});

describe('settings and packages', () => {
  test('flags that set variables, and stores', () => {
    const source =
      'docker run -e A_B=$x -e "C=d" -e HOME_DIR img\ncloud app update --set-env-vars E=1 F=2\ncloud env set G h\ndotnet user-secrets set --project p "I:J" k\ngrep -e x=y f\n';
    expect(read(source, 'setting')).toEqual([
      '1:15-18 setting e.A_B = env x',
      '1:26-27 setting e.C = "d"',
      '2:33-34 setting set-env-vars.E = "1"',
      '2:37-38 setting set-env-vars.F = "2"',
      '3:15-16 setting env.G = "h"',
      '4:38-41 setting user-secrets.I:J = "k"',
      '5:9-10 setting e.x = "y"',
    ]);
  });

  test('what is written into files', () => {
    const source = 'echo "A_B=$x" >> .env\ncat > f <<EOF\nCCC=1\nlower=2\nEOF\necho "D_E=1"\n';
    expect(read(source, 'setting')).toEqual(['1:7-10 setting .env.A_B = env x', '3:1-4 setting f.CCC = "1"']);
  });

  test('keys of JSON in texts, with the keys around them', () => {
    expect(read('B="{\n  \\"One\\": { \\"Key\\": \\"$X\\" },\n  \\"n\\": 1\n}"\n', 'entry')).toEqual([
      '2:5-8 entry B.One = {}',
      '2:16-19 entry B.One.Key = env X',
      '3:5-6 entry B.n = 1',
    ]);
  });

  test('installed packages', () => {
    expect(
      read(
        "pip install -r r.txt 'a[x]>=1' && npm i -g @s/b@2\npython -m pip install c\ndotnet add package D.E -v 1\n",
        'dependency',
      ),
    ).toEqual([
      '1:23-24 dependency pypi a >=1',
      '1:44-48 dependency npm @s/b 2',
      '2:23-24 dependency pypi c',
      '3:20-23 dependency nuget D.E',
    ]);
  });
});

describe('other files', () => {
  test('recipes of a Makefile', () => {
    const source = 'NAME ?= a b\nurl := https://x.example # no\nup: dep\n\t@tool run --n $(NAME) $$HOME_X\n';
    expect(lines(reader, 'Makefile', source, 'command', 'definition')).toEqual([
      '1:1-5 definition NAME variable = "a b"',
      '2:1-4 definition url variable = "https://x.example"',
      '4:3-11 command tool "run" --n="a b"<NAME | env HOME_X',
    ]);
  });

  test('steps of pipelines, in their own places', async () => {
    const yaml = await createYamlReader();
    const source =
      'steps:\n  - run: |\n      tool make \\\n        --key ${{ secrets.A_KEY }}\n  - run: "tool \\"a b\\""\n  - pwsh: New-Thing -Type X\n  - shell: python\n    run: print(1)\nnote: tool\n';
    expect(lines(yaml, 'ci.yml', source, 'command', 'envRead')).toEqual([
      '3:7-16 command tool "make" --key=env A_KEY',
      '4:27-32 envRead A_KEY read',
      '5:11-23 command tool "a b"',
      '6:11-20 command New-Thing  -Type="X"',
    ]);
  });

  test('scripts of a package', async () => {
    const manifest = await createManifestReader();
    expect(lines(manifest, 'package.json', '{"scripts": {"up": "tool \\"x y\\" --k v"}}', 'command')).toEqual([
      '1:21-33 command tool "x y" --k="v"',
    ]);
  });
});

describe('odd input', () => {
  test('a mistake is reported, the rest is read', () => {
    const { facts, diagnostics } = reader({ path: 'x.sh', text: 'tool a\nif true; then\n' });
    expect(facts.some(fact => fact.kind === 'command')).toBe(true);
    expect(diagnostics[0]?.code).toBe('syntax-error');
  });

  test('deep nesting and long lines', () => {
    const start = performance.now();
    reader({ path: 'x.sh', text: `echo "${'$(a '.repeat(20_000)}` });
    reader({ path: 'x.sh', text: 'x '.repeat(500_000) });
    reader({ path: 'x.sh', text: `A='${'{"a":'.repeat(50_000)}'` });
    expect(performance.now() - start).toBeLessThan(15_000);
  });
});
