import { beforeAll, describe, expect, test } from 'vitest';
import type { ReadResult, Reader } from '../../src/model/source.ts';
import { createReader } from '../../src/read/typescript/embedded.ts';

let read: Reader;
beforeAll(async () => {
  read = await createReader();
});

/** Facts as `line:column kind name`. */
function lines({ facts }: ReadResult): string[] {
  return facts.map(fact => {
    const what =
      fact.kind === 'call' ? fact.callee : fact.kind === 'string' ? fact.text : 'name' in fact ? fact.name : '';
    return `${fact.span.line}:${fact.span.column} ${fact.kind} ${what}`;
  });
}

describe('Vue', () => {
  test('both scripts are one module; markup, styles and comments are not read', () => {
    const text = [
      `<template>`,
      `  <p :title="'https://markup'">{{ process.env.NO }}</p>`,
      `</template>`,
      `<!-- <script>hidden()</script> -->`,
      `<script lang="ts">`,
      `import { A } from 'kit';`,
      `</script>`,
      `<script setup lang="ts">`,
      `const client = new A({ key: import.meta.env.VITE_KEY });`,
      `</script>`,
      `<style>a { content: 'x'; }</style>`,
    ].join('\r\n');
    const result = read({ path: 'src/App.vue', text });
    expect(lines(result)).toEqual([
      '6:10 import kit.A',
      '9:7 definition client',
      '9:20 call kit.A',
      '9:24 entry key',
      '9:45 envRead VITE_KEY',
    ]);
    expect(result.diagnostics).toEqual([]);
  });

  test('scripts on one line do not run into each other', () => {
    const result = read({ path: 'a.vue', text: `<script>one()</script><script setup>(two)()</script>` });
    expect(lines(result)).toEqual(['1:9 call one', '1:37 call two']);
    expect(result.diagnostics).toEqual([]);
  });

  test('data and templates in script tags are no scripts', () => {
    const text = `<script type="application/json">{ "a": 1 }</script>\n<script type="text/x-template"><p>{{ x }}</p></script>\n<script type="module" data-x="a > b">go('x')</script>`;
    expect(lines(read({ path: 'a.vue', text }))).toEqual(['3:38 call go', '3:41 string x']);
  });

  test('JSX where the tag says so', () => {
    const text = `<script lang="tsx">\nconst x = <A b="c" />;\n</script>`;
    expect(read({ path: 'a.vue', text }).diagnostics).toEqual([]);
    expect(lines(read({ path: 'a.vue', text }))).toContain('2:14 entry b');
  });
});

test('Svelte: module and instance script', () => {
  const text = [
    `<script context="module" lang="ts">`,
    `  import { AZURE_KEY } from '$env/static/private';`,
    `</script>`,
    `<script lang="ts">`,
    `  export let name = 'n';`,
    `  $: doubled = call(AZURE_KEY);`,
    `</script>`,
    `<h1 title="no">{name}</h1>`,
  ].join('\n');
  expect(lines(read({ path: 'a.svelte', text }))).toEqual([
    '2:12 import $env/static/private.AZURE_KEY',
    '2:12 envRead AZURE_KEY',
    '5:14 definition name',
    '5:21 string n',
    '6:6 definition doubled',
    '6:16 call call',
  ]);
});

describe('Astro', () => {
  test('frontmatter and scripts are modules of their own', () => {
    const text = [
      `---`,
      `import { A } from 'kit';`,
      `const a = new A();`,
      `if (!a) return Astro.redirect('/x');`,
      `---`,
      `<p>{a.name} --- "no"</p>`,
      `<script>`,
      `  const a = 'other'; new A();`,
      `</script>`,
    ].join('\n');
    const result = read({ path: 'a.astro', text });
    expect(lines(result)).toEqual([
      '2:10 import kit.A',
      '3:7 definition a',
      '3:15 call kit.A',
      '4:16 call Astro.redirect',
      '4:31 string /x',
      '8:9 definition a',
      '8:13 string other',
      '8:26 call A',
    ]);
    expect(result.diagnostics).toEqual([]);
  });

  test('no frontmatter', () => {
    expect(lines(read({ path: 'a.astro', text: `<p>a</p>\n<script>go()</script>` }))).toEqual(['2:9 call go']);
  });
});

test('a syntax error is told once, on its line in the file', () => {
  const { facts, diagnostics } = read({ path: 'a.vue', text: `<p/>\n<script>\nconst = 1;\ngo();\n</script>` });
  expect(diagnostics.map(({ code, line }) => `${code} ${line}`)).toEqual(['syntax-error 3']);
  expect(lines({ facts, diagnostics })).toContain('4:1 call go');
});

test.each([
  '',
  '<script',
  '<script>',
  '---',
  '---\n',
  '<script>a(',
  '<!-- <script>',
  '<script src="x" />',
  `<script "`.repeat(2000),
])('any text: %j', text => {
  for (const path of ['a.vue', 'a.svelte', 'a.astro']) expect(() => read({ path, text })).not.toThrow();
});
