/** How a comment is written in each language: for the remedy that `check` suggests. */
const HASH = ['# ', ''] as const;
const SLASHES = ['// ', ''] as const;
const MARKUP = ['<!-- ', ' -->'] as const;

const STYLES: Readonly<Record<string, readonly [string, string]>> = {
  python: HASH,
  notebook: HASH,
  shell: HASH,
  powershell: HASH,
  dockerfile: HASH,
  terraform: HASH,
  yaml: HASH,
  toml: HASH,
  dotenv: HASH,
  properties: HASH,
  ini: ['; ', ''],
  ruby: HASH,
  r: HASH,
  elixir: HASH,
  http: HASH,
  typescript: SLASHES,
  javascript: SLASHES,
  csharp: SLASHES,
  java: SLASHES,
  go: SLASHES,
  bicep: SLASHES,
  kotlin: SLASHES,
  swift: SLASHES,
  dart: SLASHES,
  scala: SLASHES,
  groovy: SLASHES,
  rust: SLASHES,
  php: SLASHES,
  fsharp: SLASHES,
  kql: SLASHES,
  xml: MARKUP,
  sql: ['-- ', ''],
  lua: ['-- ', ''],
  clojure: ['; ', ''],
  vb: ["' ", ''],
};

/** Languages of files by ending, where one language has files with and without comments. */
function styleOf(language: string, path: string): readonly [string, string] | undefined {
  if (language === 'json')
    return /\.(?:jsonc|json5)$|(?:^|\/)(?:tsconfig|settings|launch)[\w.]*\.json$/.test(path) ? SLASHES : undefined;
  if (language === 'manifest') {
    if (/\.(?:xml|config|props|targets|\w+proj)$/.test(path)) return MARKUP;
    if (/\.(?:json|lock)$/.test(path)) return undefined;
    return /(?:\.gradle|\.kts|go\.mod)$/.test(path) ? SLASHES : HASH;
  }
  return STYLES[language];
}

/** The comment that accepts a rule on the next line; `undefined` where the format has no comments. */
export function acceptance(language: string, path: string, ruleId: string): string | undefined {
  const style = styleOf(language, path);
  return style && `${style[0]}untether-ignore-next-line ${ruleId} -- REASON${style[1]}`;
}
