import { describe, expect, test } from 'vitest';
import type { Declaration } from '../../src/model/declaration.ts';
import type { ResourceFact } from '../../src/model/fact.ts';
import { createDeclared } from '../../src/read/declared/index.ts';
import { respell } from '../../src/read/declared/shape.ts';
import { readerFor } from '../../src/read/index.ts';
import { valueShown } from './shown.ts';

const DECLARATIONS: readonly Declaration[] = [
  {
    provider: 'pulumi',
    from: 'call',
    match: '^(?:@cloud|cloud|Cloud|example\\.com/cloud)[./](?<module>[a-z]+)\\.(?:New)?(?<kind>[A-Z]\\w*(?<!Args))$',
    type: 'cloud:{module}:{kind}',
    spelling: 'camel',
  },
  {
    provider: 'cdktf',
    from: 'call',
    match: '^@tf/lib/\\w+\\.(?<kind>[A-Z]\\w*)$',
    type: 'cloud_{kind|snake}',
    spelling: 'snake',
  },
  { provider: 'pulumi', from: 'mapping', match: '^resources\\.[^.]+$', type: '{type}', props: 'properties' },
  {
    provider: 'ansible',
    from: 'mapping',
    match: '(?:^|\\.)cloud_resource$',
    type: 'Cloud.{provider}/{resource_type}{subresource.type|child}',
    props: 'body',
    address: ['subresource.name', 'resource_name'],
    parent: ['resource_name'],
  },
  {
    provider: 'kubernetes',
    from: 'document',
    match: '^(?<group>[a-z.]+\\.example\\.com)/v\\w+$',
    type: '{group}/{kind}',
    props: 'spec.forProvider',
    spelling: 'snake',
    address: ['metadata.name'],
    parent: ['spec.forProvider.deskRef.name'],
  },
  {
    provider: 'cli',
    from: 'command',
    match: '^cloud desk create\\b',
    type: 'Cloud.Office/desks',
    flags: { name: ['--name', '-n'], 'size.height': ['--height'], 'size.width': ['--width'] },
    address: ['name'],
    linkOnly: true,
  },
];
const declared = createDeclared(DECLARATIONS);

async function resources(file: string, text: string): Promise<readonly ResourceFact[]> {
  const read = await readerFor(file)?.load();
  return declared(read?.({ path: file, text }).facts ?? []);
}
const shown = async (file: string, text: string): Promise<string[]> =>
  (await resources(file, text)).map(
    ({ span, provider, type, address, parent, props }) =>
      `${span.line}:${span.column} ${provider} ${type} ${address}${parent === undefined ? '' : ` of ${parent}`} ${valueShown(props)}`,
  );

describe('constructors in programs', () => {
  test('TypeScript: the object among the arguments, not the options after it; kept in a variable or a field', async () => {
    const text = `import * as cloud from '@cloud/office';
import { Desk } from '@tf/lib/desk';
const desk = new cloud.Desk('first', { woodKind: 'oak', legs: [{ name: 'a' }] }, { protect: true });
class Stack { chair: cloud.Chair; constructor() { this.chair = new cloud.Chair('second', { deskName: desk.name }); } }
new Desk(stack, 'third', { woodKind: 'ash' });
new cloud.DeskArgs({ woodKind: 'elm' });
`;
    expect(await shown('index.ts', text)).toEqual([
      '3:18 pulumi cloud:office:Desk desk {woodKind: "oak", legs: [{name: "a"}]}',
      '4:68 pulumi cloud:office:Chair this.chair {deskName: <desk.name>}',
      '5:5 cdktf cloud_desk third {wood_kind: "ash"}',
    ]);
  });

  test('Python: keywords, holders of arguments, dictionaries', async () => {
    const text = `import cloud.office as office
desk = office.Desk("first", wood_kind="oak", size=office.SizeArgs(max_height=3), more={"a_b": 1})
chair = office.Chair("second", office.ChairArgs(desk_name=desk.name))
`;
    expect(await shown('main.py', text)).toEqual([
      '2:8 pulumi cloud:office:Desk desk {woodKind: "oak", size: {maxHeight: number 3}, more: {aB: number 1}}',
      '3:9 pulumi cloud:office:Chair chair {deskName: <desk.name>}',
    ]);
  });

  test('C#: names by the namespaces a file opens, initialisers with and without a type', async () => {
    const text = `using Cloud.Office;
var desk = new Desk("first", new DeskArgs { WoodKind = "oak" });
var chair = new Chair("second", new() { DeskName = desk.Name });
var other = new Table("third", new() { DeskName = "x" }, 3);
`;
    expect((await shown('Program.cs', text)).map(line => line.replace(/^\S+ /, ''))).toEqual([
      'pulumi cloud:Office:Desk desk {woodKind: "oak"}',
      'pulumi cloud:Office:Chair chair {deskName: <desk.Name>}',
      'pulumi cloud:Office:Table other {deskName: "x"}',
    ]);
    expect(await shown('Program.cs', text.replace('using Cloud.Office', 'using Cloudy.Office'))).toEqual([]);
  });

  test('Go: the variable of several, wrapped values', async () => {
    const text = `package main

import "example.com/cloud/office"

func program(ctx *Context) error {
	desk, err := office.NewDesk(ctx, "first", &office.DeskArgs{WoodKind: lib.String("oak")})
	return err
}
`;
    expect(await shown('main.go', text)).toEqual(['6:15 pulumi cloud:office:Desk desk {woodKind: "oak"}']);
  });

  test('what is called the same elsewhere declares nothing', async () => {
    expect(
      await shown('index.ts', "import { Desk } from './office';\nnew Desk('first', { woodKind: 'oak' });\n"),
    ).toEqual([]);
  });
});

describe('settings', () => {
  test('a mapping with its type, and one whose type is not told', async () => {
    const text =
      'resources:\n  desk:\n    type: cloud:office:Desk\n    properties:\n      wood: oak\n      legs: [{ name: a }, { name: b }]\n  none:\n    properties: { wood: elm }\n';
    expect(await shown('program.yaml', text)).toEqual([
      '2:3 pulumi cloud:office:Desk desk {wood: "oak", legs: {name: "a", name: "b"}}',
    ]);
  });

  test('tasks in a list, one of them about a part', async () => {
    const text = `- tasks:
    - cloud_resource: { provider: Office, resource_type: desks, resource_name: d, body: { kind: oak } }
    - cloud_resource:
        provider: Office
        resource_type: desks
        resource_name: d
        subresource: [{ type: drawers, name: top }]
`;
    expect(await shown('play.yml', text)).toEqual([
      '2:7 ansible Cloud.Office/desks d of d {kind: "oak"}',
      '3:7 ansible Cloud.Office/desks/drawers top of d {}',
    ]);
  });

  test('documents of one file are told apart, others left alone', async () => {
    const text = `apiVersion: office.example.com/v1
kind: Desk
metadata: { name: d }
spec: { forProvider: { woodKind: oak } }
---
apiVersion: v1
kind: Desk
spec: { forProvider: { woodKind: elm } }
---
apiVersion: office.example.com/v1
kind: Drawer
metadata: { name: top }
spec: { forProvider: { deskRef: { name: d } } }
`;
    expect(await shown('desk.yaml', text)).toEqual([
      '2:1 kubernetes office.example.com/Desk d {wood_kind: "oak"}',
      '11:1 kubernetes office.example.com/Drawer top of d {desk_ref: {name: "d"}}',
    ]);
  });
});

test('a command: its flags are the properties, and rules leave it alone', async () => {
  const [desk] = await resources('run.sh', 'cloud desk create --name "$DESK" --height 70 --width 120 --colour red\n');
  expect(desk && valueShown(desk.props)).toBe('{name: ${DESK}, size: {height: "70", width: "120"}}');
  expect(desk).toMatchObject({ type: 'Cloud.Office/desks', address: 'DESK', linkOnly: true });
});

test('spellings', () => {
  expect(
    ['customSubDomainName', 'CustomSubDomainName', 'custom_sub_domain_name', 'RAIPolicy'].map(name =>
      respell(name, 'snake'),
    ),
  ).toEqual(['custom_sub_domain_name', 'custom_sub_domain_name', 'custom_sub_domain_name', 'rai_policy']);
  expect(['custom_sub_domain_name', 'Kind'].map(name => respell(name, 'camel'))).toEqual([
    'customSubDomainName',
    'kind',
  ]);
});
