/** Secrets are put together here from pieces, so that no text of this repository looks like one. */
import { describe, expect, test } from 'vitest';
import { excerpt, redact, redactValue } from '../../src/model/redact.ts';

const letters = (length: number, seed: number): string =>
  Array.from({ length }, (_, i) => 'aZ3kQ9xW7bTf2LmP'[(i * 7 + seed * 5 + ((i * i) >> 1)) % 16]).join('');
const hex = (length: number, seed = 1): string =>
  Array.from({ length }, (_, i) => ((i * 11 + seed * 3 + (i >> 2)) % 16).toString(16)).join('');

const classicKey = hex(32);
const newerKey = `${letters(52, 1)}${'JQQ'}${'J99'}${letters(18, 2)}${'ACO'}G${letters(4, 3)}`;
const searchKey = `${letters(42, 4)}${'Az'}${'Se'}${letters(6, 5)}`;
const accessToken = `${'ey'}J${letters(30, 6)}.${'ey'}J${letters(60, 7)}.${letters(43, 8)}`;
const clientSecret = `${letters(3, 9)}${'8Q'}~${letters(34, 10)}`;
const storageKey = `${letters(86, 11)}${'='.repeat(2)}`;
/** No shape of its own: only the name beside it tells. */
const plain = `${letters(6, 12)}-${letters(9, 13)}!`;
const word = `hunter${'hunter'}`;

describe('shapes that are secrets wherever they stand', () => {
  test.each([
    ['a classic service key', classicKey],
    ['a classic service key in capitals', classicKey.toUpperCase()],
    ['a newer service key', newerKey],
    ['a search key', searchKey],
    ['an access token', accessToken],
    ['a token without signature', accessToken.slice(0, accessToken.lastIndexOf('.'))],
    ['a client secret', clientSecret],
    ['a storage account key', storageKey],
    ['a key of the public service', `sk${'-'}${letters(40, 1)}`],
    ['a project key of the public service', `sk${'-proj-'}${letters(48, 2)}`],
    ['a repository token', `gh${'p_'}${letters(36, 3)}`],
    ['a chat token', `xo${'xb-'}${hex(12)}-${letters(24, 4)}`],
    ['an AWS access key id', `AK${'IA'}${'ABCDEFGH23456789'}`],
    ['a Bedrock key', `AB${'SK'}${letters(60, 5)}=`],
  ])('%s', (_, secret) => {
    for (const line of [
      secret,
      `client = Client("${secret}")`,
      `see ${secret}.`,
      `k: ${secret}`,
      `['${secret}']`,
      `https://x.example/?q=${secret}&b=1`,
    ]) {
      const masked = redact(line);
      expect(masked, line).not.toContain(secret);
      expect(masked, line).toContain(`[redacted ${secret.length} chars]`);
    }
  });

  test('enough is kept to find the place, no more', () => {
    expect(redact(`x = "${classicKey}"`)).toBe(`x = "${classicKey.slice(0, 4)}…[redacted 32 chars]"`);
    expect(redact(`password = "${plain.slice(0, 8)}"`)).toBe(`password = "${plain.slice(0, 2)}…[redacted 8 chars]"`);
  });

  test('several on one line', () => {
    const masked = redact(`${classicKey} ${newerKey} ${classicKey}`);
    expect(masked).not.toContain(classicKey);
    expect(masked).not.toContain(newerKey);
  });
});

describe('a secret without a shape, told by what stands before it', () => {
  test.each([
    ['keyword argument', `client = AzureOpenAI(api_key="${plain}", timeout=3)`],
    ['dictionary', `{"api-key": "${plain}", "x": 1}`],
    ['object', `const options = { apiKey: '${plain}' };`],
    ['template string', `const apiKey = \`${plain}\`;`],
    ['assignment to the environment', `os.environ["AZURE_OPENAI_API_KEY"] = "${plain}"`],
    ['assignment to the environment, dotted', `process.env.AZURE_OPENAI_KEY = '${plain}'`],
    ['default given to setdefault', `os.environ.setdefault("AZURE_OPENAI_API_KEY", "${plain}")`],
    ['default of an environment read', `key = os.getenv("AZURE_OPENAI_API_KEY", "${plain}")`],
    ['default with or', `key = os.environ.get("OPENAI_KEY") or "${plain}"`],
    ['default with ??', `const key = process.env.OPENAI_KEY ?? "${plain}"`],
    ['default with ||', `const key = process.env['OPENAI_KEY'] || '${plain}'`],
    ['line of a notebook', `"client = AzureOpenAI(api_key=\\"${plain}\\")\\n",`],
    ['line of a notebook, environment', `"os.environ[\\"AZURE_OPENAI_KEY\\"] = \\"${plain}\\"\\n",`],
    ['infrastructure parameter', `param openAiKey string = '${plain}'`],
    ['name and value in one object', `{ name: 'AZURE_OPENAI_API_KEY', value: '${plain}' }`],
    ['name and value in JSON', `{"name": "AZURE_OPENAI_API_KEY", "slotSetting": false, "value": "${plain}"}`],
    ['a header of a gateway policy', `<set-header name="api-key" exists-action="override"><value>${plain}</value>`],
    ['attributes of an element', `<add key="AzureOpenAI:ApiKey" value="${plain}" />`],
    ['an element', `<ApiKey>${plain}</ApiKey>`],
    ['header of a request', `curl -H "api-key: ${plain}" https://x.example`],
    ['subscription header', `'Ocp-Apim-Subscription-Key': '${plain}'`],
    ['subscription header on a command line', `-H 'Ocp-Apim-Subscription-Key: ${plain}'`],
    ['bearer token', `Authorization: Bearer ${letters(24, 2)}`],
    ['flag of a command', `az webapp config set --api-key ${plain} --name x`],
    ['flag with =', `tool --password=${plain}`],
    ['key in an address', `wss://x.example/openai/realtime?api-version=1&api-key=${plain}`],
    ['key in an address, first', `https://x.example/hook?code=${plain}&y=1`],
    ['subscription key in an address', `https://x.example/?subscription-key=${plain}`],
    ['connection string', `Endpoint=https://x.openai.azure.com/;Key=${plain};`],
    ['storage connection string', `DefaultEndpointsProtocol=https;AccountName=x;AccountKey=${plain};EndpointSuffix=y`],
    ['password in an address', `https://user:${plain}@proxy.example:8080`],
    ['with brackets in it', `password = "${plain.slice(0, 5)}(x)${plain.slice(5)}"`],
    ['that starts like a variable', `password: "$${plain}"`],
    ['a word, where only a password can stand', `"password": "${word}"`],
    ['behind a word that would say it is none', `api_key="my-${plain}"`],
    ['a word, where only a key can stand', `api_key="${word}"`],
  ])('%s', (_, line) => {
    const masked = redact(line);
    expect(masked).toContain('[redacted');
    expect(masked).not.toContain(line.includes(word) ? word : plain.slice(4));
    expect(masked).not.toContain(letters(24, 2));
  });

  test.each([
    ['dotenv', `AZURE_OPENAI_API_KEY=${plain}`],
    ['dotenv with export', `export OPENAI_TOKEN=${plain}`],
    ['YAML', `  apiKey: ${plain}`],
    ['YAML list of a compose file', `  - AZURE_OPENAI_KEY=${plain}`],
    ['properties', `spring.ai.azure.openai.api-key=${plain}`],
    ['ini', `client_secret = ${plain}`],
    ['with brackets in it', `password: ${plain}(1)`],
    ['a magic line of a notebook', `"%env AZURE_OPENAI_API_KEY=${plain}\\n",`],
  ])('bare value of a settings file: %s', (_, line) => {
    const masked = redact(line, { settings: true });
    expect(masked).toContain('[redacted');
    expect(masked).not.toContain(plain.slice(4));
  });
});

describe('what is no secret stays readable', () => {
  test.each([
    `key = os.environ["AZURE_OPENAI_API_KEY"]`,
    `api_key=os.getenv("AZURE_OPENAI_API_KEY"),`,
    `os.environ["AZURE_OPENAI_API_KEY"] = getpass.getpass()`,
    `apiKey: process.env.AZURE_OPENAI_API_KEY,`,
    `const apiKey = process.env["AZURE_OPENAI_API_KEY"] ?? "";`,
    `api_key=settings.azure_openai_api_key`,
    `keys = ("azure_openai_api_key", "azure_openai_endpoint")`,
    `required = ["AZURE_OPENAI_API_KEY", "AZURE_OPENAI_ENDPOINT"]`,
    `os.getenv("AZURE_OPENAI_API_KEY", None)`,
    `AZURE_OPENAI_API_KEY: \${{ secrets.AZURE_OPENAI_API_KEY }}`,
    `AZURE_OPENAI_API_KEY: $(AZURE_OPENAI_API_KEY)`,
    `AZURE_OPENAI_API_KEY=\${AZURE_OPENAI_API_KEY:-}`,
    `apiKey: {{ .Values.azureOpenai.apiKey }}`,
    `<set-header name="api-key" exists-action="override"><value>{{model-key}}</value></set-header>`,
    `<limit counter-key="@(context.Subscription.Id)" calls="3" />`,
    `AZURE_OPENAI_API_KEY=<your-api-key>`,
    `AZURE_OPENAI_API_KEY=your-api-key-here`,
    `AZURE_OPENAI_API_KEY="YOUR_AZURE_OPENAI_KEY"`,
    `api_key: xxxxxxxxxxxxxxxx`,
    `api_key: "****************"`,
    `"apiKey": "%AZURE_OPENAI_KEY%"`,
    `"apiKey": "@Microsoft.KeyVault(SecretUri=https://x.vault.azure.net/secrets/openai/)"`,
    `"adminKey": "[listKeys(resourceId('Microsoft.CognitiveServices/accounts', 'x'), '2023-05-01').key1]"`,
    `primary_key = azurerm_cognitive_account.this.primary_access_key`,
    `key_vault_secret_id = azurerm_key_vault_secret.openai.id`,
    `headers = {"api-key": f"{api_key}"}`,
    `curl -H "api-key: $AZURE_OPENAI_API_KEY" -H "Authorization: Bearer $TOKEN"`,
    `az login --service-principal --password "$CLIENT_SECRET"`,
    `key: azure-openai-endpoint`,
    `key: AZURE_OPENAI_ENDPOINT`,
    `key: text-embedding-3-small`,
    `secretKeyRef: { name: openai, key: azure-openai-api-key }`,
    `model = "gpt-4o-mini-2024-07-18"`,
    `deployment: text-embedding-ada-002`,
    `roleDefinitionId = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd"`,
    `tenant_id = "72f988bf-86f1-41af-91ab-2d7cd011db47"`,
    `api_version="2024-10-01-preview"`,
    `get_bearer_token_provider(credential, "https://cognitiveservices.azure.com/.default")`,
    `azure_ad_token_provider=token_provider,`,
    `"llm = AzureChatOpenAI(openai_api_key=azure_openai_key, credential=AzureKeyCredential(key))\\n",`,
    `return <Badge key={item.identifier} />;`,
    `[ENV.AZURE_OPENAI_API_KEY]: "azure_openai_api_key",`,
    `max_tokens: 16384`,
    `tokens_per_minute = "120000000"`,
    `https://example.openai.azure.com/openai/deployments/chat/chat/completions?api-version=2024-06-01`,
    `pinned to commit 8803f0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f6a7 of the key module`,
    `see the fix in deadbeef and cafebabe`,
    `The key: understanding what depends on the service.`,
  ])('%s', line => {
    expect(redact(line)).toBe(line);
    expect(redact(line, { settings: true })).toBe(line);
  });
});

describe('values whose name is known', () => {
  test.each([
    ['AZURE_OPENAI_API_KEY', plain],
    ['clientSecret', plain],
    ['password', word],
    ['OPENAI_TOKEN', plain],
    ['connectionString', `Endpoint=x;Key=${plain}`],
    ['anything', classicKey],
  ])('%s is masked', (name, value) => {
    expect(redactValue(name, value)).toContain('[redacted');
    expect(redactValue(name, value)).not.toContain(value);
  });

  test.each([
    ['AZURE_OPENAI_ENDPOINT', 'https://x.openai.azure.com'],
    ['AZURE_OPENAI_API_KEY', '<key>'],
    ['AZURE_OPENAI_API_KEY', 'env:AZURE_OPENAI_API_KEY'],
    ['AZURE_OPENAI_API_KEY', 'settings.openai_key'],
    ['AZURE_OPENAI_API_KEY', 'get_secret()'],
    ['AZURE_OPENAI_API_KEY', ''],
    ['keyVaultName', 'larkspur-vault'],
    ['secretName', 'azure-openai-api-key'],
    ['keywords', 'one-two-three-4'],
    ['max_tokens', '4096000'],
    ['tokenProvider', 'getBearerTokenProvider()'],
    ['localAuthKeyEnabled', 'false'],
  ])('%s=%s stays', (name, value) => {
    expect(redactValue(name, value)).toBe(value);
  });
});

describe('a part of a line', () => {
  const line = `first = 1; key = "${classicKey}"; last = 2`;
  const from = line.indexOf(classicKey);

  test('is exact up to the first secret', () => {
    expect(excerpt(line, 0, 9)).toEqual({ text: 'first = 1', exactTo: 9 });
    expect(excerpt(line, 2, line.length).exactTo).toBe(from);
  });

  test('shows nothing of a secret it cuts', () => {
    for (const [start, end] of [
      [0, from + 20],
      [from + 10, line.length],
      [from + 5, from + 20],
    ] as const) {
      const shown = excerpt(line, start, end).text;
      expect(shown).toContain('[redacted 32 chars]');
      expect(shown).not.toContain(classicKey.slice(5, 15));
    }
  });

  test('behind a secret is exact from its start', () => {
    expect(excerpt(line, line.indexOf('last'), line.length)).toEqual({ text: 'last = 2', exactTo: line.length });
  });
});

test('masking what is masked changes nothing', () => {
  const once = redact(`api_key = "${plain}" ${newerKey}`, { settings: true });
  expect(redact(once, { settings: true })).toBe(once);
});

test('a text of megabytes is no problem', () => {
  const started = performance.now();
  for (const text of [
    'a'.repeat(2e6),
    'key='.repeat(5e5),
    `"${'x-'.repeat(1e6)}`,
    '://a'.repeat(5e5),
    'A1'.repeat(1e6),
  ])
    redact(text, { settings: true });
  expect(performance.now() - started).toBeLessThan(5000);
});
