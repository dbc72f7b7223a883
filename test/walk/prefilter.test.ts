import { describe, expect, test } from 'vitest';
import { KeywordIndex, Prefilter } from '../../src/walk/prefilter.ts';
import { seeded } from './support.ts';

const hits = (keywords: string[], text: string): boolean => new Prefilter(keywords).hits(Buffer.from(text));

test.each<[string[], string, boolean]>([
  [['azure'], 'an Azure client', true],
  [['AZURE'], 'an azure client', true],
  [['azure'], 'an azur client', false],
  [['azure'], 'azureazure', true],
  [['azure'], 'azur', false],
  [['azure'], '', false],
  [[], 'anything', false],
  [['', 'azure'], 'nothing', false],
  [['openai.azure.', 'aoai'], 'x.openai.azure.com', true],
  [['openai.azure.', 'aoai'], 'x.openai.azur.com', false],
  [['aab'], 'aaaab', true],
  [['abcd', 'bc'], 'xabcx', true],
  [['abcd', 'cde'], 'abcde', true],
  [['abcx', 'bcy', 'cz'], 'abcz', true],
  [['he', 'she', 'his', 'hers'], 'ushr', false],
  [['he', 'she', 'his', 'hers'], 'ushe', true],
  [['größe'], 'die größe', true],
  [['@azure/openai'], '"@AZURE/OpenAI"', true],
  [['a[b', 'a{b'], 'A[B', true],
  [['a[b'], 'a{b', false],
])('%j in %j: %j', (keywords, text, expected) => {
  expect(hits(keywords, text)).toBe(expected);
});

test('a hit across any place of a buffer', () => {
  const filter = new Prefilter(['needle']);
  for (let at = 0; at < 70; at++) expect(filter.hits(Buffer.from(`${'n'.repeat(at)}needle`))).toBe(true);
});

test('keeps no state from one file to the next', () => {
  const filter = new Prefilter(['needle']);
  expect(filter.hits(Buffer.from('nee'))).toBe(false);
  expect(filter.hits(Buffer.from('dle'))).toBe(false);
});

describe('agrees with a naive search', () => {
  test.each([1, 2, 3, 4, 5, 6])('on random keywords and texts, seed %i', seed => {
    const random = seeded(seed);
    // A small alphabet makes keywords overlap, share beginnings and contain each other.
    const word = (length: number): string => Array.from({ length }, () => 'abAB.'[random(5)]).join('');
    let found = 0;
    for (let round = 0; round < 400; round++) {
      const keywords = Array.from({ length: 1 + random(6) }, () => word(1 + random(6)));
      const text = word(random(30));
      const naive = keywords.some(keyword => text.toLowerCase().includes(keyword.toLowerCase()));
      if (naive) found += 1;
      expect(hits(keywords, text), JSON.stringify([keywords, text])).toBe(naive);
    }
    expect(found).toBeGreaterThan(50);
    expect(found).toBeLessThan(390);
  });

  test('on random bytes', () => {
    const random = seeded(99);
    for (let round = 0; round < 200; round++) {
      const bytes = Buffer.from(Array.from({ length: 64 }, () => random(256)));
      const start = random(60);
      const keyword = bytes.toString('latin1', start, start + 3);
      if (/[^\x01-\x7f]/.test(keyword)) continue;
      expect(new Prefilter([keyword]).hits(bytes)).toBe(true);
    }
  });
});

test('the index names every keyword that occurs, overlapping ones too', () => {
  const index = new KeywordIndex(['openai', 'azure_openai', 'open', 'ai_key', 'cognitive', 'AZURE']);
  const found = (text: string): string[] => [...index.found(Buffer.from(text))].sort();
  expect(found('x = AZURE_OPENAI_KEY')).toEqual(['ai_key', 'azure', 'azure_openai', 'open', 'openai']);
  expect(found('opena cognitiv')).toEqual(['open']);
  expect(found('nothing')).toEqual([]);
  // The same as looking for each keyword on its own.
  const words = ['aa', 'aab', 'ab', 'b', 'ba', 'bab', 'abab'];
  const all = new KeywordIndex(words);
  for (let n = 0; n < 256; n++) {
    const text = n.toString(2).padStart(8, '0').replaceAll('0', 'a').replaceAll('1', 'b');
    expect([...all.found(Buffer.from(text))].sort(), text).toEqual(words.filter(word => text.includes(word)).sort());
  }
});
