import { expect, test } from 'vitest';
import {
  jsonText,
  markdownCellCode,
  markdownCode,
  markdownSentence,
  markdownText,
  uriPath,
  visible,
} from '../../src/report/escape.ts';

test('what is hidden is spelled out', () => {
  expect(visible('a\u001b[31mb')).toBe('a\\x1b[31mb');
  expect(visible('pay\u202egnp.exe')).toBe('pay\\u{202e}gnp.exe');
  expect(visible('line\r\nnext\u2028x\u0085')).toBe('line\\r\\nnext\\u{2028}x\\x85');
  expect(visible('zero\u200bwidth\ufeff')).toBe('zero\\u{200b}width\\u{feff}');
  expect(visible('half\ud800')).toBe('half\\u{d800}');
  expect(visible('tag\u{e0041}')).toBe('tag\\u{e0041}');
});

test('what is plain stays: letters of every script, emoji, accents; a tab is one blank', () => {
  expect(visible('Größe 模型 🚀 e\u0301')).toBe('Größe 模型 🚀 e\u0301');
  expect(visible('\ta')).toBe(' a');
});

test('Markdown text holds no markup, no HTML, no link, no table cell', () => {
  expect(markdownText('a|b `c` *d* _e_ [f](g) <h>')).toBe('a\\|b \\`c\\` \\*d\\* \\_e\\_ \\[f\\](g) &lt;h\\>');
  expect(markdownText('see http://evil.example and www.evil.example')).toBe(
    'see http:\\//evil.example and www\\.evil.example',
  );
  expect(markdownText('&lt;b&gt;')).toBe('&amp;lt;b&amp;gt;');
  expect(markdownText('# not a heading')).toBe('\\# not a heading');
  expect(markdownText('1. not a list')).toBe('1\\. not a list');
  expect(markdownText('2.5 points')).toBe('2.5 points');
});

test('a code span outlasts the backticks in it', () => {
  expect(markdownCode('plain')).toBe('`plain`');
  expect(markdownCode('a`b')).toBe('``a`b``');
  expect(markdownCode('`a``')).toBe('``` `a`` ```');
  expect(markdownCode('')).toBe('` `');
  expect(markdownCellCode('a|b')).toBe('`a\\|b`');
});

test('a sentence keeps its own code spans and the blanks around them', () => {
  expect(markdownSentence('Package `a_b` is *not* code')).toBe('Package `a_b` is \\*not\\* code');
  expect(markdownSentence('odd ` tick')).toBe('odd \\` tick');
});

test('JSON keeps the value and shows nothing hidden', () => {
  const value = { a: 'x\u001b\u202e\u2028\u{e0041}\u007f', b: ['é🚀'] };
  const text = jsonText(value, 2);
  expect(JSON.parse(text)).toEqual(value);
  expect(text).toContain('\\u001b\\u202e\\u2028\\udb40\\udc41\\u007f');
  expect(text).toContain('é🚀');
});

test('a path becomes the path of a URI', () => {
  expect(uriPath('src/a b/#1?.ts')).toBe('src/a%20b/%231%3F.ts');
  expect(uriPath("c:/it's(x)*!.py")).toBe('c%3A/it%27s%28x%29%2A%21.py');
  expect(uriPath('größe/\u001b\ud800')).toBe('gr%C3%B6%C3%9Fe/%1B%EF%BF%BD');
});
