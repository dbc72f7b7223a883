/** Where a repository lives on the web, for links to its files. */
import { git } from './run.ts';

/** Web address of `origin`, without credentials; `undefined` where there is none or it is no web host. */
export function remoteOf(cwd: string): string | undefined {
  const url = git(cwd, ['config', '--get', 'remote.origin.url'])?.toString('utf8').trim();
  return url === undefined ? undefined : webAddress(url);
}

/** `git@github.com:contoso/chat.git` and its other spellings as `https://github.com/contoso/chat`. */
export function webAddress(url: string): string | undefined {
  const scp = /^(?:[^@/\s]+@)?([A-Za-z0-9.-]+\.[A-Za-z]{2,}):(?!\/\/)\/?(.+)$/.exec(url);
  const spelled = scp && !/^\d+\//.test(scp[2] ?? '') ? `ssh://${scp[1]}/${scp[2]}` : url;
  let parsed: URL;
  try {
    parsed = new URL(spelled);
  } catch {
    return undefined;
  }
  if (!['https:', 'http:', 'ssh:', 'git:'].includes(parsed.protocol) || !parsed.hostname.includes('.'))
    return undefined;
  const path = parsed.pathname.replace(/\/+$/, '').replace(/\.git$/, '');
  if (path === '') return undefined;
  const azure = /^\/v3\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(path);
  if (parsed.hostname === 'ssh.dev.azure.com' && azure) {
    return `https://dev.azure.com/${azure[1]}/${azure[2]}/_git/${azure[3]}`;
  }
  // A port belongs to the protocol it stands for: that of ssh is none of the web's.
  const port = parsed.port !== '' && parsed.protocol.startsWith('http') ? `:${parsed.port}` : '';
  return `https://${parsed.hostname}${port}${path}`;
}
