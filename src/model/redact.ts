/**
 * Secrets are masked once, where scanned text enters the model: before any reporter, log, cache or message sees it.
 * Enough is kept to find the place: the first characters and the length.
 */

/** Shapes that are secrets wherever they stand. */
const ANYWHERE: readonly RegExp[] = [
  // Newer Azure AI key: 84 characters with a recognisable middle.
  /\b[A-Za-z0-9]{40,60}JQQJ99[A-Za-z0-9]{10,30}\b/g,
  // JSON web token.
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]{10,})?/g,
  // Entra client secret.
  /[A-Za-z0-9_~.-]{3}8Q~[A-Za-z0-9_~.-]{31,34}/g,
  // OpenAI, Anthropic, GitHub, Slack, AWS keys.
  /\bsk-(?:proj-|ant-|svcacct-)?[A-Za-z0-9_-]{20,}/g,
  /\bgh[pousr]_[A-Za-z0-9]{30,}\b/g,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bABSK[A-Za-z0-9+/=]{30,}/g,
  // 32 hexadecimal digits: classic service key (and MD5; a masked checksum costs nobody anything).
  /(?<![0-9a-zA-Z-])[0-9a-fA-F]{32}(?![0-9a-zA-Z-])/g,
  // AI Search keys.
  /\b[A-Za-z0-9]{40,}AzSe[A-Za-z0-9]{6}\b/g,
  // Storage account keys and other long base64 with padding.
  /(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{86}==/g,
];

/** A value that follows something saying "secret"; group 1 is kept, group 2 masked. */
const AFTER_NAME: readonly RegExp[] = [
  /((?:AccountKey|SharedAccessKey|SharedAccessSignature|Password|Pwd|\bKey|ClientSecret|client_secret)\s*=\s*)([^;\s"'`&,<>]{6,})/gi,
  /([?&](?:api-key|code|subscription-key|sig|key|access_token|token)=)([^&\s"'`<>]{6,})/gi,
  /(\b(?:Bearer|Basic)\s+)([A-Za-z0-9+/_.=~-]{16,})/g,
  /(:\/\/[^\s:/@"'`]+:)([^\s:/@"'`]+)(?=@)/g,
  /((?:api[-_]?key|apikey|secret|password|passwd|pwd|token|credential|access[-_]?key|[A-Za-z0-9]_key|Key)["'`]?\s*(?:[:=]|=>|:=)\s*["'`])([^"'`\s]{8,})(?=["'`])/gi,
  /((?:"|')?(?:api-key|ocp-apim-subscription-key|authorization|x-api-key)(?:"|')?\s*[:=,]\s*["'`])([^"'`]{8,})(?=["'`])/gi,
];

/** A bare `NAME=value` or `name: value` line of a settings file. */
const SETTING_LINE =
  /((?:api[-_]?key|apikey|secret|password|passwd|pwd|token|credential|[A-Za-z0-9]_key|Key)\s*[:=]\s*)([^\s"'`#,;]{8,})/gi;

/** What stands where a secret would, but is none: placeholders, references to secret stores, expressions. */
const PLACEHOLDER =
  /^(?:[<[{$%*@(]|\.{2,}|x{3,}|\*{3,}|your[-_ ]|my[-_ ]|change|replace|insert|enter|dummy|example|sample|placeholder|todo|none$|null$|undefined$|true$|false$|os\.|process\.|env\.|secrets?\.|vars\.|var\.|config|settings|self\.|this\.|data\.|module\.|azurerm_|op:\/\/|vault:|secretref|keyvault|getenv|\$\{)/i;
const EXPRESSION =
  /[()[\]{}]|=>|\$\{|^[A-Za-z_]+(?:\.[A-Za-z_]+)+$|^[a-z]+(?:[A-Z][a-z]+)+$|^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

function mask(secret: string): string {
  return `${secret.slice(0, Math.min(4, Math.floor(secret.length / 4)))}…[redacted ${secret.length} chars]`;
}

function maskUnlessPlaceholder(whole: string, keep: string, secret: string): string {
  return PLACEHOLDER.test(secret) || EXPRESSION.test(secret) ? whole : keep + mask(secret);
}

/** Mask every secret in a piece of scanned text. `settings` also masks bare `KEY=value` lines. */
export function redact(text: string, options: { readonly settings?: boolean } = {}): string {
  if (text.length < 8) return text;
  let result = text;
  for (const pattern of ANYWHERE) result = result.replace(pattern, mask);
  for (const pattern of AFTER_NAME) result = result.replace(pattern, maskUnlessPlaceholder);
  if (options.settings) result = result.replace(SETTING_LINE, maskUnlessPlaceholder);
  return result;
}

/** Mask a value known to belong to a secret's name, whatever its shape. */
export function redactValue(name: string, value: string): string {
  const secretName =
    /key|secret|password|passwd|pwd|token|credential|connection_?string/i.test(name) &&
    !/keyword|key_?vault|token_?(?:limit|count|provider|endpoint|scope)|max_?tokens?/i.test(name);
  const masked = redact(value);
  if (masked !== value || !secretName || value.length < 6) return masked;
  return PLACEHOLDER.test(value) || EXPRESSION.test(value) ? value : mask(value);
}
