import { describe, expect, test } from 'vitest';
import { createReader } from '../../src/read/terraform/index.ts';
import { createReader as createJsonReader } from '../../src/read/terraform/json.ts';
import { Read } from './infrastructure.ts';
import { millisecondsFor, TOO_LONG } from './shown.ts';

const reader = await createReader();
const jsonReader = await createJsonReader();
const read = (text: string, path = 'main.tf'): Read => new Read(reader, path, text);
const readJson = (value: unknown): Read => new Read(jsonReader, 'main.tf.json', JSON.stringify(value, null, 2));

describe('resources', () => {
  const text = `resource "contoso_models_account" "this" {
  name     = "desk-\${var.env}"
  sku_name = "S0" # the only one
  network_rules {
    default_action = "Deny"
  }
  network_rules { default_action = "Allow" }
}

data "contoso_models_account" "old" { name = "old" }

module "search" {
  source = "./modules/search"
  account_id = contoso_models_account.this.id
}
`;

  test('the header is the span, the block the extent', () => {
    expect(read(text).lines('resource')).toEqual([
      '1:1-41 resource contoso_models_account contoso_models_account.this',
      '10:1-36 data contoso_models_account data.contoso_models_account.old',
      '12:1-16 module ./modules/search module.search',
    ]);
    expect(read(text).resource('contoso_models_account.this').extent).toEqual({
      line: 1,
      column: 1,
      endLine: 8,
      endColumn: 2,
    });
  });

  test('attributes and blocks are properties; a repeated block stays repeated', () => {
    expect(read(text).properties('contoso_models_account.this')).toEqual([
      'name @2:3-7 = "desk-*"(<var.env>)',
      'sku_name @3:3-11 = "S0"',
      'network_rules @4:3-16 = {default_action: "Deny"}',
      'network_rules.default_action @5:5-19 = "Deny"',
      'network_rules @7:3-16 = {default_action: "Allow"}',
      'network_rules.default_action @7:19-33 = "Allow"',
    ]);
  });

  test('references keep their addresses', () => {
    const found = read(`resource "a_b" "c" {
  one   = contoso_models_account.this[0].endpoint
  two   = contoso_models_account.this[each.key].endpoint
  three = data.contoso_x.y.z["k"].v
  four  = contoso_x.y[*].id
  five  = module.m.out
  six   = each.value.sku
  seven = [contoso_x.y.0.id, null, -1]
}`);
    expect(found.properties('a_b.c').map(each => each.slice(each.indexOf('= ') + 2))).toEqual([
      '<contoso_models_account.this[0].endpoint>',
      '<contoso_models_account.this[each.key].endpoint>',
      '<data.contoso_x.y.z["k"].v>',
      '<contoso_x.y[*].id>',
      '<module.m.out>',
      '<each.value.sku>',
      '[<contoso_x.y[0].id>, null null, number -1]',
    ]);
  });

  test.each([
    ['for_each = var.many', ' loop'],
    ['count = var.n', ' loop'],
    ['count = var.on ? 1 : 0', ' conditional'],
    ['count = var.on ? var.n : 0', ' loop conditional'],
    ['count = 1', ''],
  ])('%s', (attribute, shown) => {
    expect(read(`resource "a_b" "c" {\n  ${attribute}\n}`).lines('resource')).toEqual([
      `1:1-19 resource a_b a_b.c${shown}`,
    ]);
  });

  test('the parent is what parent_id, or an attribute named like another resource of the family, refers to', () => {
    const parents = read(`
resource "contoso_models_deployment" "a" { models_account_id = contoso_models_account.this[0].id }
resource "contoso_models_deployment" "b" { models_account_id = data.contoso_models_account.old.id }
resource "generic_resource" "c" { parent_id = generic_resource.account.id }
resource "contoso_private_endpoint" "d" { subnet_id = contoso_subnet.s.id }
resource "contoso_models_deployment" "e" { models_account_id = var.account_id }
`).result.facts.map(fact => (fact.kind === 'resource' ? fact.parent : ''));
    expect(parents).toEqual([
      'contoso_models_account.this',
      'data.contoso_models_account.old',
      'generic_resource.account',
      undefined,
      undefined,
    ]);
  });

  test('dynamic blocks are the blocks they make, with their loop’s values', () => {
    const found = read(`resource "a_b" "c" {
  dynamic "sku" {
    for_each = { small = { cap = 1 }, large = { cap = 2 } }
    content {
      name     = sku.key
      capacity = sku.value.cap
    }
  }
  dynamic "rule" {
    for_each = var.rules
    iterator = it
    content { name = it.value }
  }
}`);
    expect(found.properties('a_b.c')).toEqual([
      'sku @2:3-16 = {name: "small" via sku.key | "large" via sku.key via sku.key, capacity: number 1 via sku.value.cap | number 2 via sku.value.cap via sku.value.cap}',
      'sku.name @5:7-11 = "small" via sku.key | "large" via sku.key via sku.key',
      'sku.capacity @6:7-15 = number 1 via sku.value.cap | number 2 via sku.value.cap via sku.value.cap',
      'rule @9:3-17 = {name: <it.value>}',
      'rule.name @12:15-19 = <it.value>',
    ]);
  });

  test('a generic resource is of the type it names, and shows its body as its own', () => {
    const found = read(`locals { account_type = "Contoso.Models/accounts@2024-10-01" }
resource "generic_resource" "acct" {
  type = local.account_type
  name = "x"
  body = jsonencode({
    kind = "Chat"
    properties = { name = "inner" }
  })
}`);
    expect(found.lines('resource')).toEqual([
      '2:1-35 resource Contoso.Models/accounts@2024-10-01 generic_resource.acct',
    ]);
    expect(found.properties('generic_resource.acct').filter(each => /kind/.test(each))).toEqual([
      'body @5:3-7 = {kind: "Chat", properties: {name: "inner"}}',
      'body.kind @6:5-9 = "Chat"',
      'kind @6:5-9 spread = "Chat"',
    ]);
  });

  test('a type attribute that is no type changes nothing', () => {
    expect(read('resource "a_b" "c" { type = "SystemAssigned" }').lines('resource')).toEqual([
      '1:1-19 resource a_b a_b.c',
    ]);
  });
});

describe('definitions', () => {
  const text = `variable "api_version" {
  description = "not a text"
  type        = string
  default     = "2024-10-21"
}
variable "empty" {}
locals {
  kind = "Chat"
  url  = "https://\${local.kind}.example/"
}
output "host" {
  description = "Where"
  value       = contoso_models_account.this.endpoint
}
`;

  test('variables and outputs on their headers, locals on their names; defaults as entries, texts on the spot', () => {
    expect(read(text).lines()).toEqual([
      '1:1-23 variable api_version = "2024-10-21"',
      '4:3-10 entry api_version.default = "2024-10-21"',
      '4:17-29 string "2024-10-21" value into api_version',
      '6:1-17 variable empty',
      '8:3-7 local kind = "Chat"',
      '8:10-16 string "Chat" value into kind',
      '9:3-6 local url = "https://Chat.example/"("Chat" via local.kind)',
      '9:10-42 string "https://Chat.example/" value into url',
      '11:1-14 output host = <contoso_models_account.this.endpoint>',
    ]);
    expect(read(text).result.facts[0]).toMatchObject({
      description: 'not a text',
      extent: { line: 1, column: 1, endLine: 5, endColumn: 2 },
    });
  });

  test('what a name stands for says so, at the place of the name', () => {
    const found = read(`variable "kind" { default = "Chat" }
locals { models = { chat = { name = "small", caps = [1, 2] } } }
resource "a_b" "c" {
  kind = var.kind
  name = local.models.chat.name
  cap  = local.models["chat"].caps[1]
  none = local.models.other.name
}`);
    expect(found.properties('a_b.c')).toEqual([
      'kind @4:3-7 = "Chat" via var.kind',
      'name @5:3-7 = "small" via local.models.chat.name',
      'cap @6:3-6 = number 2 via local.models["chat"].caps[1]',
      'none @7:3-7 = <local.models.other.name>',
    ]);
    const [kind] = found.resource('a_b.c').props.entries;
    expect(kind?.value.span).toEqual({ line: 4, column: 10, endLine: 4, endColumn: 18 });
  });

  test('each.value and each.key may be any of what is looped over', () => {
    const found = read(`locals { models = { chat = { v = "1" }, embed = { v = "2" } } }
resource "a_b" "c" {
  for_each = local.models
  name     = each.key
  version  = each.value.v
}
resource "a_b" "d" {
  for_each = toset(["x", "y"])
  name     = each.value
}`);
    expect(found.property('a_b.c', 'name')).toBe('"chat" via each.key | "embed" via each.key via each.key');
    expect(found.property('a_b.c', 'version')).toBe('"1" via each.value.v | "2" via each.value.v via each.value.v');
    expect(found.property('a_b.d', 'name')).toBe('"x" via each.value | "y" via each.value via each.value');
  });

  test('the texts of providers and other blocks', () => {
    expect(read('provider "contoso" {\n  features {\n    region = "eu"\n  }\n}').lines()).toEqual([
      '3:14-18 string "eu" value into region',
    ]);
    expect(read('resource "a_b" "c" { name = "no text fact" }').lines('string')).toEqual([]);
  });

  test.each([
    ['var.on ? "a" : "b"', '"a" | "b"'],
    ['merge(local.m, { b = 2 })', '{...a: number 1 via local.m, b: number 2}'],
    ['merge(var.none, var.on ? { x = 1 } : {})', '{x: number 1}'],
    ['concat(["a"], ["b"])', '["a", "b"]'],
    ['format("%s-%d", "a", var.n)', '"a-*"(<var.n>)'],
    ['join("-", ["a", var.n])', '"a-*"(<var.n>)'],
    ['coalesce(var.n, "b")', '<var.n> | "b"'],
    ['lower("ABC")', '"abc"'],
    ['lookup({ a = "x" }, "a", "y")', '"x" | "y"'],
    ['file("policy.xml")', 'file("policy.xml")'],
    ['[for d in [{ n = "x" }, { n = "y" }] : d.n]', '["x" via d.n | "y" via d.n via d.n]'],
    ['{ for k, v in { a = "x" } : k => v }', '{a: "x" via v}'],
    ['"${var.n}"', '<var.n>'],
    ['"$${kept} %%{kept} \\"q\\" \\u00e9"', '"${kept} %{kept} \\"q\\" é"'],
    ['"%{ if var.on }yes%{ else }no%{ endif }!"', '"yesno!"'],
    ['1 + 2', '?'],
    ['(("x"))', '"x"'],
    ['local.x', '<local.x> via local.x'],
  ])('%s', (expression, value) => {
    const found = read(`locals {\n  m = { a = 1 }\n  x = ${expression}\n}`).lines('definition')[1];
    expect(found).toBe(`3:3-4 local x = ${value}`);
  });

  test('heredocs are texts without their margin, with exact places', () => {
    const found = read(
      'locals {\n  x = <<-XML\n    <a>\n      <b>${var.n}</b>\n    </a>\n  XML\n  y = <<EOT\n  kept\nEOT\n}',
    );
    const [x, , y] = found.result.facts;
    expect(x).toMatchObject({
      value: {
        kind: 'template',
        text: '<a>\n  <b>*</b>\n</a>\n',
        span: { line: 2, column: 7, endLine: 6, endColumn: 6 },
      },
    });
    expect(y).toMatchObject({ value: { kind: 'literal', text: '  kept\n' } });
  });
});

describe('settings', () => {
  test('keys named like variables of the environment, wherever a map has them', () => {
    const found = read(`resource "contoso_web_app" "web" {
  app_settings = merge(local.shared, {
    AOAI_ENDPOINT = contoso_models_account.this.endpoint
    "App__Key"    = "x"
    plain         = "y"
    TIER          = "z"
  })
  tags = { cost_center = "1" }
}`);
    expect(found.lines('setting')).toEqual([
      '3:5-18 terraform app_settings.AOAI_ENDPOINT = <contoso_models_account.this.endpoint>',
      '4:5-15 terraform app_settings.App__Key = "x"',
    ]);
    expect(found.result.facts[1]).toMatchObject({
      scope: 'contoso_web_app.web',
      extent: { line: 3, column: 5, endLine: 3, endColumn: 57 },
    });
  });

  test('blocks and objects with a name and a value', () => {
    const found = read(`resource "contoso_container_app" "web" {
  template {
    env {
      name  = "AOAI_ENDPOINT"
      value = var.endpoint
    }
    env {
      name        = "aoaiKey"
      secret_name = "aoai-key"
    }
    probe { name = "live" }
  }
  variables = [{ name = "MODE", value = "x" }]
}
resource "contoso_vault_secret" "key" {
  name  = "aoai-key"
  value = "not a setting of a program"
}`);
    expect(found.lines('setting')).toEqual([
      '4:15-30 terraform template.env.AOAI_ENDPOINT = <var.endpoint>',
      '8:21-30 terraform template.env.aoaiKey = <aoai-key>',
      '13:25-31 terraform variables.MODE = "x"',
    ]);
  });

  test('maps that dynamic blocks repeat over', () => {
    const found = read(`resource "a_b" "c" {
  dynamic "env" {
    for_each = { AOAI_KEY = "x" }
    content {
      name  = env.key
      value = env.value
    }
  }
}`);
    expect(found.lines('setting')).toEqual(['3:18-26 terraform env.AOAI_KEY = "x"']);
  });

  test('tfvars: every assignment, structures looked into', () => {
    const found = read(
      'region = "swc" # here\nmodels = {\n  chat = { cap = 20 }\n  list = [{ name = "A", value = 1 }]\n}\n',
      'prod.auto.tfvars',
    );
    expect(found.lines()).toEqual([
      '1:1-7 tfvars region = "swc"',
      '2:1-7 tfvars models = {}',
      '3:3-7 tfvars models.chat = {cap: number 20}',
      '3:12-15 tfvars models.chat.cap = number 20',
      '4:3-7 tfvars models.list = []',
      '4:20-23 tfvars models.list.A = number 1',
      '4:13-17 tfvars models.list.name = "A"',
      '4:25-30 tfvars models.list.value = number 1',
    ]);
  });
});

describe('Terragrunt', () => {
  const text = `terraform {
  source = "git::https://example.org/modules//openai?ref=v1"
}
inputs = {
  account_name = "desk"
  api_version  = get_env("AOAI_API_VERSION", "2024-10-21")
}
`;

  test('inputs are settings, the module a call, get_env a read', () => {
    const found = read(text, 'live/prod/terragrunt.hcl');
    expect(found.lines('setting', 'resource', 'envRead')).toEqual([
      '5:3-15 terraform account_name = "desk"',
      '6:3-14 terraform api_version = ${AOAI_API_VERSION="2024-10-21"}',
      '1:1-10 module git::https://example.org/modules//openai?ref=v1 terraform',
      '6:26-44 envRead AOAI_API_VERSION = "2024-10-21"',
    ]);
    expect(found.property('terraform', 'account_name')).toBe('"desk"');
  });

  test('locks hold nothing', () => {
    expect(read('provider "x" {\n  version = "1"\n}', 'a/.terraform.lock.hcl').lines()).toEqual([]);
  });
});

describe('the JSON form', () => {
  const found = readJson({
    '//': 'generated',
    resource: {
      contoso_models_account: {
        this: { kind: '${local.kind}', name: 'desk-${var.env}', env: [{ name: 'AOAI_KEY', value: 'x' }] },
      },
      contoso_models_deployment: {
        each: [
          {
            for_each: '${local.models}',
            name: '${each.value}',
            models_account_id: '${contoso_models_account.this.id}',
          },
        ],
      },
    },
    variable: { env: { default: 'dev', description: 'Where' } },
    locals: { kind: 'Chat', models: { a: 'small' } },
    output: { host: { value: '${contoso_models_account.this.endpoint}' } },
    module: { search: { source: './search' } },
  });

  test('says the same', () => {
    expect(found.lines('resource')).toEqual([
      '5:7-13 resource contoso_models_account contoso_models_account.this',
      '17:7-13 resource contoso_models_deployment contoso_models_deployment.each in contoso_models_account.this loop',
      '44:5-13 module ./search module.search',
    ]);
    expect(found.lines('definition')).toEqual([
      '27:5-10 variable env = "dev"',
      '33:5-11 local kind = "Chat"',
      '34:5-13 local models = {a: "small"}',
      '39:5-11 output host = <contoso_models_account.this.endpoint>',
    ]);
    expect(found.lines('setting')).toEqual(['10:21-31 terraform env.AOAI_KEY = "x"']);
  });

  test('expressions in strings have their places', () => {
    expect(found.properties('contoso_models_account.this').slice(0, 2)).toEqual([
      'kind @6:9-15 = "Chat" via local.kind',
      'name @7:9-15 = "desk-dev"("dev" via var.env)',
    ]);
    expect(found.property('contoso_models_deployment.each', 'name')).toBe('"small" via each.value');
    const name = found.resource('contoso_models_account.this').props.entries[1]?.value;
    expect(name).toMatchObject({ holes: [{ span: { line: 7, column: 25, endLine: 7, endColumn: 32 } }] });
  });
});

describe('what is broken, and bounds', () => {
  test('an error is said with its line; what stands around it is read', () => {
    const found = read('locals {\n  a = "x"\n}\nresource "a_b" "c" {\n  name = = 1\n}\nlocals {\n  b = "y"\n}\n');
    expect(found.diagnostics).toEqual(['5 syntax-error: this is not valid HCL; what could be read around it was']);
    expect(found.lines('definition')).toEqual(['2:3-4 local a = "x"', '8:3-4 local b = "y"']);
  });

  test('a block that is never closed does not take the next one in', () => {
    const found = read('resource "a_b" "c" {\n  tags = {\n    x = 1\n}\nresource "a_b" "d" {\n  name = "y"\n}\n');
    expect(found.diagnostics).toHaveLength(1);
    expect(found.lines('resource')).toEqual(['1:1-19 resource a_b a_b.c', '5:1-19 resource a_b a_b.d']);
    expect(found.properties('a_b.d')).toEqual(['name @6:3-7 = "y"']);
  });

  test('CRLF and letters outside ASCII keep exact places', () => {
    expect(read('locals {\r\n  größe = "süß 😀 ${var.x}"\r\n  b = "y"\r\n}\r\n').lines('definition', 'string')).toEqual(
      [
        '2:3-8 local größe = "süß 😀 *"(<var.x>)',
        '2:11-28 string "süß 😀 *" value into größe',
        '3:3-4 local b = "y"',
        '3:7-10 string "y" value into b',
      ],
    );
  });

  test('comments give nothing', () => {
    expect(read('# resource "a_b" "c" {}\n// locals { a = 1 }\n/* output "x" {} */\n').lines()).toEqual([]);
  });

  test.each([
    ['lists in lists', `locals {\n  a = ${'['.repeat(10_000)}${']'.repeat(10_000)}\n}`],
    ['brackets in brackets', `locals {\n  a = ${'('.repeat(10_000)}1${')'.repeat(10_000)}\n}`],
    ['blocks in blocks', `${'a {\n'.repeat(5_000)}${'}\n'.repeat(5_000)}`],
    ['operators', `locals {\n  a = ${'1 + '.repeat(10_000)}1\n}`],
    [
      'locals that list',
      `locals {\n${Array.from({ length: 3000 }, (_, i) => `  v${i + 1} = [local.v${i}, local.v${i}]`).join('\n')}\n  v0 = "x"\n}`,
    ],
    [
      'locals that double',
      `locals {\n${Array.from({ length: 3000 }, (_, i) => `  v${i + 1} = "\${local.v${i}}\${local.v${i}}"`).join('\n')}\n  v0 = "x"\n}`,
    ],
    ['locals in a circle', 'locals {\n  a = local.b\n  b = [local.a]\n}'],
    ['an open string', `locals {\n  a = "${'${'.repeat(5_000)}`],
  ])('%s', (_, text) => {
    expect(millisecondsFor(reader, 'main.tf', text)).toBeLessThan(TOO_LONG);
  });
});
