import { expect, test } from 'vitest';
import { linksOf } from '../../src/report/links.ts';

const commit = '8f0c2d4e6a1b3c5d7e9f00112233445566778899';
const place = { path: 'src/a b#1.py', line: 7 };

test.each([
  ['https://github.com/contoso/chat', `https://github.com/contoso/chat/blob/${commit}/src/a%20b%231.py#L7`],
  ['https://gitlab.example.com/g/chat', `https://gitlab.example.com/g/chat/-/blob/${commit}/src/a%20b%231.py#L7`],
  ['https://bitbucket.org/contoso/chat', `https://bitbucket.org/contoso/chat/src/${commit}/src/a%20b%231.py#lines-7`],
  [
    'https://dev.azure.com/contoso/Support/_git/chat',
    `https://dev.azure.com/contoso/Support/_git/chat?path=%2Fsrc%2Fa%20b%231.py&version=GC${commit}&line=7&lineEnd=8&lineStartColumn=1&lineEndColumn=1`,
  ],
])('a line on %s', (remote, address) => {
  expect(linksOf({ git: { remote, commit } })(place)).toBe(address);
});

test('the path of the root inside its repository belongs to the address', () => {
  const git = { remote: 'https://github.com/contoso/chat', commit, prefix: 'services/rag/' };
  expect(linksOf({ git })({ path: 'a.py', line: 1 })).toContain(`/blob/${commit}/services/rag/a.py#L1`);
});

test('an address that is given wins, with or without places in it', () => {
  const git = { remote: 'https://github.com/contoso/chat', commit, prefix: 'services/rag/' };
  expect(linksOf({ git }, 'https://code.example.com/x/')(place)).toBe('https://code.example.com/x/src/a%20b%231.py#L7');
  expect(linksOf({ git }, 'https://code.example.com/?f={path}&l={line}')(place)).toBe(
    'https://code.example.com/?f=src/a%20b%231.py&l=7',
  );
});

test.each([
  [{}],
  [{ remote: 'https://github.com/contoso/chat' }],
  [{ commit }],
  [{ remote: 'https://git.example.com/contoso/chat', commit }],
  [{ remote: 'javascript:alert(1)//github.', commit }],
  [{ remote: 'https://github.com/contoso/chat', commit: '"><script>' }],
])('no link where nobody knows where it would lead: %o', git => {
  expect(linksOf({ git })(place)).toBeUndefined();
});
