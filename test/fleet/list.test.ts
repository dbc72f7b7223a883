import { describe, expect, test } from 'vitest';
import { readList } from '../../src/fleet/list.ts';

const names = (text: string): string[] => readList(text, 'fleet.txt').map(({ name, kind }) => `${kind} ${name}`);

test('paths and addresses, comments, repeated lines', () => {
  const text =
    '\ufeff# ours\n../services/chat\r\nhttps://git.example/team/bot.git # the bot\n\ngit@git.example:team/rag\nssh://git@git.example:2222/team/infra/\nfile:///srv/git/old.git\nhttps://git.example/team/bot.git\n';
  expect(names(text)).toEqual(['path chat', 'url team__bot', 'url team__rag', 'url team__infra', 'url git__old']);
});

test('names are unique, also where file names know no case', () => {
  expect(names('a/Chat\nb/chat\nc/chat\n.\n')).toEqual(['path Chat', 'path chat-2', 'path chat-3', 'path repository']);
});

test('a name cannot leave the folder it is written to', () => {
  expect(names('https://git.example/../..\n/a/..hidden\nx/$(touch y)\n')).toEqual([
    'url repository',
    'path hidden',
    'path touch-y-',
  ]);
});

describe('refused with their line', () => {
  test.each([
    ['# nothing\n\n', /lists no repository/],
    ['ok\n--upload-pack=x\n', /fleet\.txt:2: "--upload-pack=x" is neither/],
    ['ext::sh -c id\n', /fleet\.txt:1: "ext::sh -c id" is neither/],
    [`https://${'user:pass'}@git.example/a/b\n`, /fleet\.txt:1: the address holds a password/],
  ])('%j', (text, expected) => {
    expect(() => readList(text, 'fleet.txt')).toThrow(expected);
  });
});
