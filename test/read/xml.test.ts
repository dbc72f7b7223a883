import { describe, expect, test } from 'vitest';
import type { ElementFact, Fact } from '../../src/model/fact.ts';
import { createReader as bicep } from '../../src/read/bicep/index.ts';
import { createReader as terraform } from '../../src/read/terraform/index.ts';
import { createReader } from '../../src/read/xml/index.ts';
import { at, millisecondsFor, TOO_LONG, valueShown } from './shown.ts';

const read = createReader();

const isElement = (fact: Fact): fact is ElementFact => fact.kind === 'element';
const shown = ({ path, attributes, text, span, extent }: ElementFact): string =>
  [
    `${at(span)} ${path.join('/')}`,
    ...attributes.map(({ name, value }) => `${name}=${valueShown(value)} @${at(value.span)}`),
    ...(text === undefined ? [] : [`text ${JSON.stringify(text)}`]),
    `to ${extent?.endLine}:${extent?.endColumn}`,
  ].join(' ');
const elements = (text: string, path = 'policy.xml'): readonly string[] =>
  read({ path, text }).facts.filter(isElement).map(shown);
const problems = (text: string): readonly (number | undefined)[] =>
  read({ path: 'policy.xml', text }).diagnostics.map(({ line }) => line);

describe('elements', () => {
  test('names, attributes, texts and where they end', () => {
    expect(
      elements(`<?xml version="1.0"?>\n<a>\r\n  <b x="1" y = 'zwei'/>\n  <c> wörd &amp; more </c>\n</a>\n`),
    ).toEqual([
      '2:2-3 a to 5:5',
      '3:4-5 a/b x="1" @3:8-11 y="zwei" @3:16-22 to 3:24',
      '4:4-5 a/c text "wörd & more" to 4:27',
    ]);
  });

  test('comments, instructions and plain sections hold no elements', () => {
    expect(elements('<a><!-- <b/> --><?x <c/> ?><![CDATA[<d/>]]></a>')).toEqual(['1:2-3 a text "<d/>" to 1:48']);
  });

  test('long texts are left out', () => {
    expect(elements(`<a>${'x'.repeat(501)}</a>`)).toEqual(['1:2-3 a to 1:509']);
  });
});

describe('code in a policy', () => {
  test('quotes, brackets and ampersands in an attribute', () => {
    const text = `<when condition="@(a["b"] == 1 && 2 < 3 && c(")") > 'x')">\n  <x k="v" />\n</when>`;
    expect(elements(text)).toEqual([
      `1:2-6 when condition=${JSON.stringify(`@(a["b"] == 1 && 2 < 3 && c(")") > 'x')`)} @1:17-58 to 3:8`,
      '2:4-5 when/x k="v" @2:8-11 to 2:14',
    ]);
    expect(problems(text)).toEqual([]);
  });

  test('several lines of it as a value and as text', () => {
    const text = `<p>\n<set value="@{\n  // it's "so\n  var s = @"a\\"; /* } */\n  return s < "}";\n}" />\n<b>@{ return "<c/>"; }</b>\n</p>`;
    expect(elements(text).map(each => each.replace(/ value=.* @/s, ' @'))).toEqual([
      '1:2-3 p to 8:5',
      '2:2-5 p/set @2:12-6:3 to 6:6',
      '7:2-3 p/b text "@{ return \\"<c/>\\"; }" to 7:27',
    ]);
    expect(problems(text)).toEqual([]);
  });

  test('an expression that never ends costs its own value only', () => {
    expect(elements('<a x="@(b" y="1"><c/></a>')).toEqual([
      '1:2-3 a x="@(b" @1:6-11 y="1" @1:14-17 to 1:26',
      '1:19-20 a/c to 1:22',
    ]);
  });

  test('an address of mail is no code', () => {
    expect(elements('<a to="me@example.org">@ home<b/></a>')).toEqual([
      '1:2-3 a to="me@example.org" @1:7-23 text "@ home" to 1:38',
      '1:31-32 a/b to 1:34',
    ]);
  });
});

describe('mistakes', () => {
  test('elements left open end where the one around them does', () => {
    const text = '<a>\n<b>\n<c x="1">\n</b>\n<d/></a>';
    expect(elements(text)).toEqual([
      '1:2-3 a to 5:9',
      '2:2-3 a/b to 4:5',
      '3:2-3 a/b/c x="1" @3:6-9 to 4:1',
      '5:2-3 a/d to 5:5',
    ]);
    expect(problems(text)).toEqual([4]);
  });

  test('a tag that is cut off, a stray bracket, an end without a start', () => {
    expect(elements('<a x="1" <b/> 2 < 3 </z> <c/>').map(each => each.split(' ')[1])).toEqual(['a', 'a/b', 'a/c']);
    expect(problems('<a/>\n</z>')).toEqual([2]);
  });

  test('a file of another kind says nothing', () => {
    expect(read({ path: '.config', text: 'CONFIG_X=y\n# 2 < 3\n' })).toEqual({ facts: [], diagnostics: [] });
  });

  test.each([
    ['open elements', '<a>'.repeat(300_000)],
    ['open code', '<a x="@('.repeat(100_000)],
    ['open code as text', '<a>@('.repeat(100_000)],
    ['open comments', '<!--'.repeat(300_000)],
    ['brackets', '<'.repeat(500_000)],
    ['end tags', `${'<a>'.repeat(200_000)}${'</b>'.repeat(200_000)}`],
  ])('stays linear: %s', (_, text) => {
    expect(millisecondsFor(read, 'a.xml', text)).toBeLessThan(TOO_LONG);
  });
});

test('settings of an application stand for themselves', () => {
  const text = [
    '<configuration>',
    '  <appSettings>',
    '    <add key="Chat:Endpoint" value="https://x/" />',
    '  </appSettings>',
    '  <connectionStrings><add name="db" connectionString="Server=x" /></connectionStrings>',
    '  <handlers><add name="h" value="v" /></handlers>',
    '</configuration>',
  ].join('\n');
  const settings = read({ path: 'web.config', text }).facts.flatMap(fact =>
    fact.kind === 'setting' ? [`${at(fact.span)} ${fact.path.join('.')} = ${valueShown(fact.value)}`] : [],
  );
  expect(settings).toEqual([
    '3:15-28 configuration.appSettings.Chat:Endpoint = "https://x/"',
    '5:33-35 configuration.connectionStrings.db = "Server=x"',
  ]);
});

describe('policies in other languages', () => {
  const embedded = (facts: readonly Fact[]): readonly string[] => facts.filter(isElement).map(shown);

  test('a heredoc of Terraform', async () => {
    const text =
      'resource "gateway_policy" "p" {\n  xml_content = <<XML\n    <policies>\n      <limit n="${var.n}" />\n    </policies>\n  XML\n  other = <<EOT\n<html><b/></html>\nEOT\n}\n';
    expect(embedded((await terraform())({ path: 'main.tf', text }).facts)).toEqual([
      '3:6-14 policies to 5:16',
      '4:8-13 policies/limit n="${var.n}" @4:16-26 to 4:29',
    ]);
  });

  test('a verbatim string of Bicep, not a comment and not a page', () => {
    const text =
      "// '''<policies><x/></policies>'''\nvar p = '''\n<fragment>\n  <limit n=\"1\" />\n</fragment>'''\nvar h = '''<html><policies/></html>'''\n";
    expect(embedded(bicep()({ path: 'main.bicep', text }).facts)).toEqual([
      '3:2-10 fragment to 5:12',
      '4:4-9 fragment/limit n="1" @4:12-15 to 4:18',
    ]);
  });
});
