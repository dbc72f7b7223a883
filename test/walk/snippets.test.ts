import { describe, expect, test } from 'vitest';
import { Snippets, snippetOf } from '../../src/walk/snippets.ts';
import { at } from '../match/support.ts';

const secret = '0a1b2c3d'.repeat(4);
/** What a reporter would mark. */
const marked = (line: string, column: number, endColumn: number): string => {
  const { snippet, snippetColumn = NaN } = snippetOf(line, at(1, column, endColumn), false);
  return snippet.slice(column - snippetColumn, endColumn - snippetColumn);
};

describe('one line', () => {
  test('is shown without the space around it, and says where it starts', () => {
    expect(snippetOf('    key = 1  ', at(1, 5, 8), false)).toEqual({ snippet: 'key = 1', snippetColumn: 5 });
    expect(snippetOf('\tkey', at(1, 2, 5), false)).toEqual({ snippet: 'key', snippetColumn: 2 });
    expect(snippetOf('', at(1, 1), false)).toMatchObject({ snippet: '' });
    expect(snippetOf('   ', at(1, 1), false)).toMatchObject({ snippet: '' });
  });

  test('up to 240 characters whole, longer ones cut behind', () => {
    const whole = 'x'.repeat(240);
    expect(snippetOf(whole, at(1, 1), false).snippet).toBe(whole);
    const cut = snippetOf(`${whole}y`, at(1, 1), false).snippet;
    expect(cut).toMatch(/^x+…$/);
    expect(cut.length).toBeLessThanOrEqual(240);
  });

  test.each([1, 100, 161, 162, 500, 3000, 99_990])('the place is in what is shown, column %i', column => {
    const line = `${'.'.repeat(column - 1)}HERE${'.'.repeat(100_000)}`;
    expect(marked(line, column, column + 4)).toBe('HERE');
    expect(snippetOf(line, at(1, column, column + 4), false).snippet.length).toBeLessThanOrEqual(240);
  });

  test('a place that reaches over the end of the line is marked to its end', () => {
    expect(snippetOf('make(', at(1, 1, 3, 2), false)).toEqual({ snippet: 'make(', snippetColumn: 1 });
  });

  test('is never cut inside a character', () => {
    for (let shift = 0; shift < 4; shift++) {
      const { snippet } = snippetOf('.'.repeat(shift) + '😀'.repeat(500), at(1, 501, 503), false);
      expect(snippet).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/);
    }
  });
});

describe('secrets', () => {
  test('are masked, and the mark is given up where they shift it', () => {
    const line = `key = "${secret}"; host = "x"`;
    expect(snippetOf(line, at(1, 1, 4), false)).toMatchObject({
      snippetColumn: 1,
      snippet: expect.not.stringContaining(secret),
    });
    expect(snippetOf(line, at(1, line.indexOf('host') + 1, line.indexOf('host') + 5), false)).not.toHaveProperty(
      'snippetColumn',
    );
  });

  test('are masked where the cut goes through them', () => {
    for (let before = 200; before < 245; before++) {
      const { snippet } = snippetOf(`${' .'.repeat(before / 2)} ${secret} ${'.'.repeat(100)}`, at(1, 1), false);
      expect(snippet).not.toContain(secret.slice(0, 8));
    }
    const far = `${'. '.repeat(500)}${secret} ${'. '.repeat(20)}HERE${' .'.repeat(500)}`;
    const place = far.indexOf('HERE') + 1;
    for (let shift = -30; shift < 30; shift++)
      expect(snippetOf(far, at(1, place + shift, place + shift + 4), false).snippet).not.toContain(secret.slice(0, 8));
  });

  test('bare values are masked in settings files', () => {
    const snippets = new Snippets();
    const line = 'AZURE_OPENAI_API_KEY=not-hex-but-secret-77!';
    for (const path of [
      '.env',
      'deploy/.env.production',
      'values.yaml',
      'app.toml',
      'app.properties',
      'x.tfvars',
      'notebook.ipynb',
    ]) {
      snippets.keep(path, line);
      expect(snippets.at(path, at(1, 1, 21)).snippet, path).not.toContain('secret-77');
    }
  });
});

test('lines of several files, with every kind of line end', () => {
  const snippets = new Snippets();
  snippets.keep('a.py', 'one\r\ntwo\rthree\nfour');
  snippets.keep('b.py', 'other');
  expect([1, 2, 3, 4, 9].map(line => snippets.at('a.py', at(line, 1)).snippet)).toEqual([
    'one',
    'two',
    'three',
    'four',
    '',
  ]);
  expect(snippets.at('b.py', at(1, 1)).snippet).toBe('other');
  expect(snippets.at('never-kept.py', at(1, 1)).snippet).toBe('');
});
