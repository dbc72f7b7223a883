import { describe, expect, test } from 'vitest';
import { createReader } from '../../src/read/yaml/index.ts';
import { millisecondsFor, shown, TOO_LONG } from './shown.ts';

const read = await shown(createReader);
const facts = (text: string, path = 'values.yaml'): readonly string[] => read(path, text).facts;
/** Without the settings of sections, which repeat what their entries say. */
const scalars = (text: string): readonly string[] => facts(text).filter(line => / = [^[{]/.test(line));

describe('keys and values', () => {
  test('scalars with their types, quotes and blocks', () => {
    const text =
      '# c\na: x y # c\n"b c": \'d\'\nn: 1.0\no: true\np: ~\nq:\nv: 2024-10-21\nr: |\n  one\n  two\ns: >-\n  three\n';
    expect(facts(text)).toEqual([
      '2:1-2 a = "x y" @2:4-7',
      '3:1-6 b c = "d" @3:8-11',
      '4:1-2 n = number 1.0 @4:4-7',
      '5:1-2 o = boolean true @5:4-8',
      '6:1-2 p = null ~ @6:4-5',
      '7:1-2 q = null @7:3-3',
      '8:1-2 v = "2024-10-21" @8:4-14',
      '9:1-2 r = "one\\ntwo\\n" @9:4-11:6',
      '12:1-2 s = "three" @12:4-13:8',
    ]);
  });

  test('a section is a setting with its own scalars, its parts have the whole path', () => {
    expect(facts('a:\n  b:\n    c: d\n    e: {f: g}\n')).toEqual([
      '1:1-2 a = {} @2:3-4:14',
      '2:3-4 a.b = {c: "d"} @3:5-4:14',
      '3:5-6 a.b.c = "d" @3:8-9',
      '4:5-6 a.b.e = {f: "g"} @4:8-14',
      '4:9-10 a.b.e.f = "g" @4:12-13',
    ]);
  });

  test('list items carry the name of their list and stand for themselves', () => {
    expect(facts('hosts:\n  - a\n  - b: c\n')).toEqual([
      '1:1-6 hosts = ["a"] @2:3-3:9',
      '2:5-6 hosts = "a" @2:5-6',
      '3:5-6 hosts.b = "c" @3:8-9',
    ]);
  });

  test('scope and extent', async () => {
    const reader = await createReader();
    const [, inner] = reader({ path: 'a.yaml', text: 'a:\n  b: "c"\n' }).facts;
    expect(inner).toMatchObject({
      scope: 'a',
      format: 'yaml',
      span: { line: 2, column: 3, endLine: 2, endColumn: 4 },
      extent: { line: 2, column: 3, endLine: 2, endColumn: 9 },
    });
  });

  test('several documents, keys given twice, custom tags', () => {
    expect(read('a.yaml', 'a: b\na: c\n---\nd: !Ref e\nf: !env KEY\n')).toEqual({
      facts: ['1:1-2 a = "b" @1:4-5', '2:1-2 a = "c" @2:4-5', '4:1-2 d = "e" @4:9-10', '5:1-2 f = ${KEY} @5:9-12'],
      diagnostics: [],
    });
  });

  test('Windows line ends and characters beyond ASCII keep the columns', () => {
    expect(facts('# ü\r\nä: "😀" # c\r\nb:\r\n  - c\r\n')).toEqual([
      '2:1-2 ä = "😀" @2:4-8',
      '3:1-2 b = ["c"] @4:3-6',
      '4:5-6 b = "c" @4:5-6',
    ]);
  });

  test('comments and the text of blocks give no settings', () => {
    expect(scalars('# a: b\nc: | # d: e\n  f: g\n')).toEqual(['2:1-2 c = "f: g\\n" @2:4-3:7']);
  });
});

describe('anchors', () => {
  test('an alias is a value followed through a name, a merge brings entries along', () => {
    expect(facts('x: &x\n  A: b\ny: *x\nz:\n  <<: *x\n  C: d\ns: &s t\nu: *s\n')).toEqual([
      '1:1-2 x = {A: "b"} @2:3-7',
      '2:3-4 x.A = "b" @2:6-7',
      '3:1-2 y = {A: "b"} via x @3:4-6',
      '4:1-2 z = {...A: "b", C: "d"} @5:3-6:7',
      '6:3-4 z.C = "d" @6:6-7',
      '7:1-2 s = "t" @7:7-8',
      '8:1-2 u = "t" via s @8:4-6',
    ]);
  });

  test('an alias bomb is not unfolded', async () => {
    const bomb = Array.from({ length: 60 }, (_, i) => `a${i}: &a${i} [${i === 0 ? 'x, x' : `*a${i - 1}, *a${i - 1}`}]`);
    expect(facts(bomb.join('\n')).length).toBeLessThan(250);
    const reader = await createReader();
    const merges = `a: &a {${Array.from({ length: 500 }, (_, i) => `k${i}: 1`).join(', ')}}\n`;
    const { facts: merged } = reader({
      path: 'a.yaml',
      text: merges + Array.from({ length: 500 }, (_, i) => `c${i}: {<<: *a}\n`).join(''),
    });
    const entries = merged.flatMap(fact =>
      fact.kind === 'setting' && fact.value.kind === 'object' ? fact.value.entries : [],
    );
    expect(entries.length).toBeLessThan(11_000);
  });
});

describe('environments', () => {
  test('compose: maps, KEY=VALUE, bare names', () => {
    const text =
      'services:\n  web:\n    environment:\n      - URL=https://${HOST:-h}/x\n      - KEY\n      - "Q=1"\n  api:\n    environment:\n      A: ${B}\n      PASSED:\n';
    expect(scalars(text)).toEqual([
      '4:9-12 services.web.environment.URL = "https://*/x"(${HOST="h"}) @4:13-33',
      '5:9-12 services.web.environment.KEY = ${KEY} @5:9-12',
      '6:10-11 services.web.environment.Q = "1" @6:12-13',
      '9:7-8 services.api.environment.A = ${B} @9:10-14',
      '10:7-13 services.api.environment.PASSED = ${PASSED} @10:14-14',
    ]);
  });

  test('command line arguments are no variables', () => {
    expect(scalars('args: [serve, --port, "80", KEY=v]\n')).toEqual([
      '1:8-13 args = "serve" @1:8-13',
      '1:15-21 args = "--port" @1:15-21',
      '1:23-27 args = "80" @1:23-27',
      '1:29-32 args.KEY = "v" @1:33-34',
    ]);
  });

  test('Kubernetes: name with value, with a secret, with something unknown', () => {
    const text = `env:
  - name: URL
    value: https://x
  - name: KEY
    valueFrom:
      secretKeyRef: { name: llm, key: api-key }
  - name: "NODE"
    valueFrom: { fieldRef: { fieldPath: spec.nodeName } }
  - name: REF
    secretRef: my-secret
  - key: OTHER
    value: o
  - name: plain
`;
    const named = facts(text).filter(line => /env\.(?:URL|KEY|NODE|REF|OTHER|plain) =/.test(line));
    expect(named).toEqual([
      '2:11-14 env.URL = "https://x" @3:12-21',
      '4:11-14 env.KEY = <llm.api-key> @6:7-48',
      '7:11-17 env.NODE = ? @8:16-58',
      '9:11-14 env.REF = <my-secret> @10:16-25',
      '11:10-15 env.OTHER = "o" @12:12-13',
    ]);
    expect(facts(text)).toContain('6:23-27 env.valueFrom.secretKeyRef.name = "llm" @6:29-32');
  });

  test('the setting of a name and value takes in both', async () => {
    const reader = await createReader();
    const found = reader({ path: 'a.yaml', text: 'env:\n- name: A\n  value: b\n' }).facts.find(
      fact => fact.kind === 'setting' && fact.name === 'A',
    );
    expect(found?.extent).toEqual({ line: 2, column: 3, endLine: 3, endColumn: 11 });
  });
});

describe('expressions', () => {
  test('pipelines', () => {
    const text =
      "a: ${{ secrets.KEY }}\nb: https://${{ vars.HOST }}/x\nc: ${{ secrets.A || vars.B || 'd' }}\ne: $(Pipe.Var)\nf: ${{ format('{0}', inputs.g) }}\nh: ${{ variables['i'] }}\nj: ${{ x == y }}\n";
    expect(facts(text)).toEqual([
      '1:1-2 a = <secrets.KEY> @1:4-22',
      '2:1-2 b = "https://*/x"(<vars.HOST>) @2:4-30',
      '3:1-2 c = <secrets.A> | <vars.B> | "d" @3:4-37',
      '4:1-2 e = <Pipe.Var> @4:4-15',
      '5:1-2 f = format("{0}", <inputs.g>) @5:4-34',
      '6:1-2 h = <variables.i> @6:4-25',
      '7:1-2 j = ? @7:4-17',
    ]);
  });

  test('scripts stay what they are', () => {
    const text =
      'steps:\n  - run: echo $FOO ${{ secrets.X }}\n  - run: |\n      az login\n      echo ${{ secrets.Y }}\nscript:\n  - echo ${BAR}\n';
    expect(scalars(text)).toEqual([
      '2:5-8 steps.run = "echo $FOO ${{ secrets.X }}" @2:10-36',
      '3:5-8 steps.run = "az login\\necho ${{ secrets.Y }}\\n" @3:10-5:28',
      '7:5-16 script = "echo ${BAR}" @7:5-16',
    ]);
  });

  test('conditional keys of pipelines are transparent', () => {
    expect(facts("variables:\n  ${{ if eq(parameters.x, 'y') }}:\n    KEY: v\n")).toContain(
      '3:5-8 variables.KEY = "v" @3:10-11',
    );
  });

  test('configuration that names the environment in its own way', () => {
    expect(facts('a: os.environ/KEY\nb: ${env:KEY}\nc: ${KEY:default}\nd: ${server.port:1}\n')).toEqual([
      '1:1-2 a = ${KEY} @1:4-18',
      '2:1-2 b = ${KEY} @2:4-14',
      '3:1-2 c = ${KEY="default"} @3:4-18',
      '4:1-2 d = <server.port> | "1" @4:4-20',
    ]);
  });

  test('a dollar sign in prose is no variable', () => {
    expect(facts("a: costs $5\nb: ^x$\nc: '#/$defs/y'\n").map(line => line.split(' = ')[1])).toEqual([
      '"costs $5" @1:4-12',
      '"^x$" @2:4-7',
      '"#/$defs/y" @3:4-15',
    ]);
  });
});

describe('templates', () => {
  const chart = `metadata:
  name: {{ include "chart.name" . }}
  labels:
    {{- include "chart.labels" . | nindent 4 }}
{{- if .Values.llm.enabled }} # on
env:
  {{- range $k, $v := .Values.env }}
  - name: {{ $k }}
    value: {{ $v | quote }}
  {{- end }}
  - name: URL
    value: {{ .Values.llm.url | default "https://x" | quote }}
  - {{- if .Values.llm.key }}
    name: KEY
    value: "{{ .Values.llm.key }}-{{ .Release.Name }}"
    {{- end }}
  - name: P
    value: {{ printf "https://%s.example.com" .Values.llm.host }}
{{- end }}
`;

  test('Helm: values in place, directives out of the way', () => {
    const { facts: found, diagnostics } = read('templates/d.yaml', chart);
    expect(diagnostics).toEqual([]);
    expect(found.filter(line => /(?:name|URL|KEY|P|labels) = /.test(line) && !/env\.name/.test(line))).toEqual([
      '2:3-7 metadata.name = ? @2:9-37',
      '3:3-9 metadata.labels = null @3:10-10',
      '11:11-14 env.URL = <Values.llm.url> | "https://x" @12:12-63',
      '14:11-14 env.KEY = "*-*"(<Values.llm.key>, <Release.Name>) @15:12-55',
      '17:11-12 env.P = "https://*.example.com"(<Values.llm.host>) @18:12-66',
    ]);
  });

  test('holes of a template stand at their expression', async () => {
    const reader = await createReader();
    const [fact] = reader({ path: 'a.yaml', text: 'a: "x-{{ .Values.b }}"\n' }).facts;
    const value = fact?.kind === 'setting' ? fact.value : undefined;
    expect(value?.kind === 'template' && value.holes[0]?.span).toEqual({
      line: 1,
      column: 7,
      endLine: 1,
      endColumn: 22,
    });
  });

  test('blocks inside a template keep their text', () => {
    const text = 'data:\n  c.yaml: |\n    {{- if .Values.x }}\n    model: {{ .Values.m }}\n    {{- end }}\n    a: b\n';
    expect(scalars(text)).toEqual([
      '2:3-9 data.c.yaml = "{{- if .Values.x }}\\nmodel: {{ .Values.m }}\\n{{- end }}\\na: b\\n" @2:11-6:9',
      '4:5-10 model = <Values.m> @4:12-27',
      '6:5-6 a = "b" @6:8-9',
    ]);
  });

  test('Jinja: variables of the environment, loops, filters', () => {
    const text =
      "a: {{ env_var('KEY', 'd') }}\n{% for x in y %}\nb_{{ x }}: {{ x.z['w'] | default('v') }}\n{% endfor %}\nc: \"{{ lookup('env', 'HOME') }}\"\n";
    expect(read('dbt.yml', text)).toEqual({
      facts: ['1:1-2 a = ${KEY="d"} @1:4-29', '3:1-10 b_{{ x }} = <x.z.w> | "v" @3:12-41', '5:1-2 c = ${HOME} @5:4-33'],
      diagnostics: [],
    });
  });

  test('a template that does not become YAML is read in part', () => {
    const { facts: found, diagnostics } = read('t.yaml', 'a: b\n{{ .Values.x }} y\nc: d\n  e: {{ .Values.f }}\n');
    expect(diagnostics[0]).toMatch(/^\d+ partial: template of YAML, read in part/);
    expect(found).toContain('1:1-2 a = "b" @1:4-5');
    expect(found.some(line => line.includes('e = <Values.f>'))).toBe(true);
  });
});

describe('mistakes', () => {
  test('what stands around a mistake still counts', () => {
    const { facts: found, diagnostics } = read('a.yaml', 'a: b\nc: "d\ne: f\ng: h\n');
    expect(diagnostics[0]).toMatch(/syntax-error: Missing closing/);
    expect(found).toContain('1:1-2 a = "b" @1:4-5');
    expect(found).toContain('3:1-2 text e = "f" @3:4-5');
    expect(found).toContain('4:1-2 text g = "h" @4:4-5');
  });

  test('tabs', () => {
    const { facts: found, diagnostics } = read('a.yaml', 'a:\n\tb: c\nd: e\n');
    expect(diagnostics[0]).toMatch(/^2 syntax-error: Tabs/);
    expect(found).toContain('2:2-3 b = "c" @2:5-6');
    expect(found).toContain('3:1-2 d = "e" @3:4-5');
  });

  test('wrong indentation', () => {
    const { facts: found, diagnostics } = read('a.yaml', 'list:\n  - a: 1\n    b: 2\n - c: 3\n   d: 4\n');
    expect(diagnostics).toHaveLength(1);
    expect(found).toContain('3:5-6 list.b = number 2 @3:8-9');
    expect(found.some(line => line.startsWith('4:4-5 text'))).toBe(true);
  });

  test('deep nesting neither overflows nor takes the file along', () => {
    const { facts: found, diagnostics } = read('a.yaml', `a: b\nc: ${'['.repeat(20_000)}\n`);
    expect(diagnostics).toHaveLength(1);
    expect(found).toContain('1:1-2 a = "b" @1:4-5');
    expect(() => read('a.yaml', Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'))).not.toThrow();
  });
});

test('the front matter of a prompty file is settings, the prompt is not', () => {
  const text = '---\r\nmodel:\r\n  configuration:\r\n    url: ${env:URL}\r\n---\r\nsystem:\r\nYou are: kind\r\n';
  expect(facts(text, 'chat.prompty').at(-1)).toBe('4:5-8 model.configuration.url = ${URL} @4:10-20');
  expect(facts(`\r\n  \n${text}`, 'chat.prompty').at(-1)).toBe('6:5-8 model.configuration.url = ${URL} @6:10-20');
  expect(facts('system:\nno: front matter\n', 'chat.prompty')).toEqual([]);
});

test.for([
  'a: {{ .Values.b }}\n'.repeat(5000),
  `a: "${'{{ '.repeat(200_000)}"`,
  `a: "${'${X}\\n'.repeat(50_000)}"`,
  `a: "${'{{ x }} '.repeat(30_000)}"`,
  `a: x\n${'{{ "\\"\\"'.repeat(30_000)} }}`,
])('hostile text %# takes linear time', async text => {
  expect(millisecondsFor(await createReader(), 'a.yaml', text)).toBeLessThan(TOO_LONG);
});

describe('files inside', () => {
  test('a patch is read as the manifest it is, with its places in the file around it', () => {
    const text =
      'patches:\n  - patch: |-\n      spec:\n        env:\n          - name: DESK_URL\n            value: https://é.example\n  - patch: |-\n      - op: add\n        value: { name: DESK_KEY, value: k }\n';
    expect(scalars(text).filter(line => line.includes('DESK_'))).toEqual(
      [
        '2:5-10 patches.patch = "spec:\\n  env:\\n    - name: DESK_URL\\n      value: https://é.example" @2:12-6:37',
        '7:5-10 patches.patch = "- op: add\\n  value: { name: DESK_KEY, value: k }" @7:12-9:44',
        '5:13-17 spec.env.name = "DESK_URL" @5:19-27',
        '5:19-27 spec.env.DESK_URL = "https://é.example" @6:20-37',
        '9:18-22 value.name = "DESK_KEY" @9:24-32',
        '9:24-32 value.DESK_KEY = "k" @9:41-42',
      ].toSorted((a, b) => scalars(text).indexOf(a) - scalars(text).indexOf(b)),
    );
  });

  test('files of a config map by their names; other text blocks are text', () => {
    const text =
      'data:\n  .env: |\n    DESK=oak\n  app.properties: |\n    desk.wood=elm\n  settings.json: |\n    { "desk": "ash" }\n  notes: |\n    DESK=pine\n';
    expect(scalars(text).filter(line => !line.includes(' data.'))).toEqual([
      '3:5-9 DESK = "oak" @3:10-13',
      '5:5-14 desk.wood = "elm" @5:15-18',
      '7:7-13 desk = "ash" @7:15-20',
    ]);
  });

  test('literals of a generator are settings of their names', () => {
    expect(scalars('secretGenerator:\n  - literals: ["DESK_KEY=k", DESK=x]\n')).toEqual([
      '2:17-25 secretGenerator.literals.DESK_KEY = "k" @2:26-27',
      '2:30-34 secretGenerator.literals.DESK = "x" @2:35-36',
    ]);
  });

  test('files in files in files end somewhere', () => {
    const nested = (depth: number): string =>
      depth === 0 ? 'KEY: v\n' : `a.yaml: |\n${nested(depth - 1).replaceAll(/^(?=.)/gm, '  ')}`;
    expect(scalars(nested(2)).filter(line => line.includes('KEY = "v"')).length).toBe(1);
    expect(scalars(nested(6)).filter(line => line.includes('KEY = "v"')).length).toBe(0);
  });
});
