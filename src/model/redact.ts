/**
 * Secrets are masked once, where scanned text enters the model: before any reporter, log, cache or message sees it.
 * Enough is kept to find the place: the first characters and the length. When in doubt it masks: a masked checksum
 * costs nobody anything.
 */

/** Shapes that are secrets wherever they stand. */
const ANYWHERE: readonly RegExp[] = [
  // Newer key of an AI service: 84 characters with a recognisable middle.
  /\b[A-Za-z0-9]{40,60}JQQJ99[A-Za-z0-9]{10,30}\b/g,
  // JSON web token.
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]{10,})?/g,
  // Client secret of an application registration.
  /[A-Za-z0-9_~.-]{3}8Q~[A-Za-z0-9_~.-]{31,34}/g,
  // Keys that say whose they are.
  /\bsk-(?:proj-|ant-|svcacct-)?[A-Za-z0-9_-]{20,}/g,
  /\bgh[pousr]_[A-Za-z0-9]{30,}\b/g,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bABSK[A-Za-z0-9+/=]{30,}/g,
  // 32 hexadecimal digits: classic service key, and MD5.
  /(?<![0-9a-zA-Z-])[0-9a-fA-F]{32}(?![0-9a-zA-Z-])/g,
  // Search service keys.
  /\b[A-Za-z0-9]{40,}AzSe[A-Za-z0-9]{6}\b/g,
  // Storage account keys.
  /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{86}==/g,
];

/** The end of a name that holds a secret: `apiKey`, `AZURE_OPENAI_KEY`, `client_secret`, `key1`. */
const NAME = String.raw`(?:(?:(?:api|access|subscription)[-_]?)?key|secret|password|passwd|pwd|token|credential)\d?`;
/** A quote, perhaps escaped (a notebook is JSON around the code). */
const QUOTE = String.raw`\\?["'\x60]`;
/** From a name to the quoted text it is given: `=`, `"]: "`, `", "`, `"] || '`, `') or "`, ` string = '`. */
const GIVEN = String.raw`(?:${QUOTE})?\s*[\])]{0,2}\s*(?:[:=]{1,2}>?|,|\|\||\?\?|\bor\b|\bstring\s*=)\s*[bfr]{0,2}${QUOTE}`;

/** A text that follows something saying "secret"; group 1 is kept, group 2 masked. */
const AFTER_NAME: readonly RegExp[] = [
  /((?:AccountKey|SharedAccessKey|SharedAccessSignature|Password|Pwd|\bKey|ClientSecret|client_secret)\s*=\s*)([^;\s"'`&,<>]{6,})/gi,
  /([?&](?:api-key|code|subscription-key|sig|key|access_token|token)=)([^&\s"'`<>]{6,})/gi,
  /(\b(?:Bearer|Basic)\s+)([A-Za-z0-9+/_.=~-]{16,})/g,
  /(:\/\/[^\s:/@"'`]+:)([^\s:/@"'`]+)(?=@)/g,
  new RegExp(`(${NAME}${GIVEN})([^"'\`\\s\\\\]{8,})`, 'gi'),
  // { name: 'API_KEY', value: '…' }, <add key="ApiKey" value="…"/>
  new RegExp(
    `(\\b(?:name|key)${QUOTE}?\\s*[:=]\\s*${QUOTE}[\\w.:-]{0,80}${NAME}${QUOTE}[^{}<>]{0,80}?\\bvalue${QUOTE}?\\s*[:=]\\s*${QUOTE})([^"'\`\\s\\\\]{8,})`,
    'gi',
  ),
  new RegExp(`(<[\\w.:-]{0,80}${NAME}>)([^<\\s]{8,})(?=<)`, 'gi'),
  // <set-header name="api-key"><value>…</value>
  new RegExp(
    `(\\bname\\s*=\\s*["'][\\w.:-]{0,80}${NAME}["'][^<>]{0,120}>\\s{0,200}<value>\\s{0,200})([^<\\s@][^<\\s]{7,})`,
    'gi',
  ),
  new RegExp(`((?<![\\w-])--?[\\w-]{0,40}${NAME}(?:\\s+|=)["']?)([^\\s"'\`]{8,})`, 'gi'),
  // A header written as one text: -H 'api-key: …'
  /((?:\bapi-key|subscription-key|x-functions-key)\s*:\s*)([^\s"'`\\]{8,})/gi,
];

/** A bare `NAME=value` or `name: value` line of a settings file. */
const SETTING_LINE = new RegExp(`(${NAME}\\s*[:=]\\s*)([^\\s"'\`]{8,})`, 'gi');

/** What stands where a secret would, but is none: placeholders, variables, references to secret stores, expressions. */
const PLACEHOLDER: readonly RegExp[] = [
  /^<[^>]*>?$|^\[.*\]$|^\[\w+\(|^\{.*\}$|^\(.*\)$|^%.*%$/,
  /\$[({]|\{\{|%\(|<%|[@#]\{|\{[\w.]+\}/,
  /^\$(?:env:)?[A-Za-z_]\w*$/i,
  // Code of a gateway policy.
  /^@\([\w.]+\)$/,
  /^[.x*•·-]+$/i,
  /^(?:none|null|undefined|true|false)\W*$/i,
  /^(?:os|process|env|secrets?|vars?|config|settings|self|this|data|module|local|params?|parameters)\.|^azurerm_/i,
  /^(?:op:\/\/|vault:|env:|secretref|keyvault|getenv|@Microsoft\.KeyVault)/i,
  /^https?:\/\/[^@?]*$|^\d*\.\d+$/i,
  /^[A-Za-z_]\w*(?:\??\.[A-Za-z_]\w*)+$/,
  /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|^[a-z]+(?:_[a-z]+)*_(?:key|secret|token|password)$/,
  // Masked already.
  /…\[redacted/,
];

/** Words that say they stand for something else. */
const SAYS_SO = /^(?:your|my|change|replace|insert|enter|dummy|example|sample|placeholder|todo|fake|test)/i;

/** Without quotes it may be code: a call, an index, a parenthesis. */
const EXPRESSION = /^[A-Za-z_][\w.]*[([]|^[({]|^\$\w*\(/;

/** Words, however they are joined: `azure-openai-endpoint`, `AzureOpenAI:ApiKey`, `text-embedding-3-small`. */
function isWords(text: string): boolean {
  if (text.length > 64 || !/^[A-Za-z][A-Za-z0-9]*(?:[-_.:/]+[A-Za-z0-9]+)*[.:]?$/.test(text)) return false;
  if ((text.match(/\d/g)?.length ?? 0) > 3) return false;
  const humps = text.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? [];
  const random = humps.some(hump => hump.length > 16 || (hump.length >= 5 && !/[aeiouy]/i.test(hump)));
  return !random && humps.filter(hump => hump.length === 1).length <= 1;
}

/** Where only a secret can stand, words may be one; a bare `key` more often names a thing. */
const STRICT = /passw|pwd|secret|token|bearer|basic|(?:api|access|subscription)[-_]?key/i;
const IN_A_LIST = /,\s*[bfr]{0,2}\\?["'`]$/;
const IDENTIFIER = /^[a-z]+(?:_[a-z0-9]+)+$/;

function isNone(keep: string, written: string): boolean {
  const quoted = /["'`]$/.test(keep);
  const secret = quoted ? written : written.replace(/[,;)\]}]*(?:\\[nr])*$/, '');
  if (PLACEHOLDER.some(pattern => pattern.test(secret) || pattern.test(written))) return true;
  if (SAYS_SO.test(secret) && isWords(secret)) return true;
  if (!quoted && (EXPRESSION.test(written) || IDENTIFIER.test(secret))) return true;
  return (!STRICT.test(keep) || IN_A_LIST.test(keep)) && isWords(secret);
}

function mask(secret: string): string {
  return `${secret.slice(0, Math.min(4, Math.floor(secret.length / 4)))}…[redacted ${secret.length} chars]`;
}

export interface RedactOptions {
  /** Also mask the bare values of `KEY=value` lines: the text is from a settings file. */
  readonly settings?: boolean;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where secrets stand in a text, in order, none overlapping. */
function secretsIn(text: string, { settings = false }: RedactOptions): Range[] {
  if (text.length < 8) return [];
  const found: Range[] = [];
  for (const pattern of ANYWHERE) {
    for (const { 0: secret, index } of text.matchAll(pattern)) found.push({ start: index, end: index + secret.length });
  }
  for (const pattern of settings ? [...AFTER_NAME, SETTING_LINE] : AFTER_NAME) {
    for (const { 1: keep = '', 2: secret = '', index } of text.matchAll(pattern)) {
      const start = index + keep.length;
      if (!isNone(keep, secret)) found.push({ start, end: start + secret.length });
    }
  }
  const merged: Range[] = [];
  for (const range of found.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last && range.start < last.end) merged[merged.length - 1] = { ...last, end: Math.max(last.end, range.end) };
    else merged.push(range);
  }
  return merged;
}

/** Mask every secret in a piece of scanned text. */
export function redact(text: string, options: RedactOptions = {}): string {
  return excerpt(text, 0, text.length, options).text;
}

export interface Excerpt {
  readonly text: string;
  /** Offsets of the excerpt's start and of what follows are those of the text up to here; beyond, something is masked. */
  readonly exactTo: number;
}

/** A part of a text with its secrets masked, also those that the part would have cut in two. */
export function excerpt(text: string, start: number, end: number, options: RedactOptions = {}): Excerpt {
  let shown = '';
  let at = start;
  let exactTo = end;
  for (const range of secretsIn(text, options)) {
    if (range.end <= start || range.start >= end) continue;
    exactTo = Math.min(exactTo, Math.max(start, range.start));
    shown += text.slice(at, Math.max(at, range.start)) + mask(text.slice(range.start, range.end));
    at = range.end;
  }
  return { text: shown + text.slice(at, Math.max(at, end)), exactTo };
}

const SECRET_NAME = /key|secret|passw|pwd|token|credential|connection_?string/i;
/** Names that speak of secrets and hold none. */
const TELLS_OF_SECRETS =
  /keyword|key_?vault|token_?(?:limit|count|provider|endpoint|scope)|max_?tokens?|tokens$|(?:name|ref|id|ur[il]|path|type|file|header|enabled|disabled|version|length|size)s?$/i;

/** Mask a value known to belong to a secret's name, whatever its shape. */
export function redactValue(name: string, value: string): string {
  const masked = redact(value);
  if (masked !== value || value.length < 6 || !SECRET_NAME.test(name) || TELLS_OF_SECRETS.test(name)) return masked;
  return isNone(name, value) || /\(\)$|^\d{1,9}$/.test(value) ? value : mask(value);
}
