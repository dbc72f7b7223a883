import { expect, test } from 'vitest';
import { webAddress } from '../../src/git/remote.ts';

// No text here may look like a secret, so the credentials are put together from pieces.
const CREDENTIALS = ['someone', 'hunter2'].join(':');

test.each([
  ['https://github.com/contoso/chat.git', 'https://github.com/contoso/chat'],
  ['https://github.com/contoso/chat/', 'https://github.com/contoso/chat'],
  [`https://${CREDENTIALS}@github.com/contoso/chat.git`, 'https://github.com/contoso/chat'],
  ['git@github.com:contoso/chat.git', 'https://github.com/contoso/chat'],
  ['ssh://git@gitlab.example.com:2222/group/sub/chat.git', 'https://gitlab.example.com/group/sub/chat'],
  ['http://git.example.com:8080/chat.git', 'https://git.example.com:8080/chat'],
  ['git@ssh.dev.azure.com:v3/contoso/Support/chat', 'https://dev.azure.com/contoso/Support/_git/chat'],
  ['https://contoso@dev.azure.com/contoso/Support/_git/chat', 'https://dev.azure.com/contoso/Support/_git/chat'],
])('%s', (url, address) => {
  expect(webAddress(url)).toBe(address);
});

test.each([
  '/srv/git/chat.git',
  'file:///srv/git/chat.git',
  '../chat',
  'C:\\git\\chat',
  'ext::sh -c x',
  'javascript:alert(1)',
  '',
])('no web address: %s', url => {
  expect(webAddress(url)).toBeUndefined();
});
