import { expect, test } from 'vitest';
import type { RuleSet } from '../../src/model/rule.ts';
import { NO_VOCABULARY } from '../../src/model/vocabulary.ts';
import { explanation } from '../../src/report/explain.ts';
import { displayWidth } from '../../src/report/layout.ts';
import { PLAIN } from '../../src/report/options.ts';
import { ruleList } from '../../src/report/rule-list.ts';

/** Before and after of suggested code. */
const CODE = [{ language: 'python', before: 'client = AzureOpenAI()\n', after: 'client = OpenAI()\n' }];

const ruleSet: RuleSet = {
  version: '0.1.0',
  digest: 'sha256:1',
  factsAsOf: '2026-11-10',
  patterns: {},
  vocabulary: NO_VOCABULARY,
  resources: [],
  equivalents: [
    {
      key: 'identity/iam',
      title: 'Entra ID token provider → SigV4 from the AWS credential chain',
      fidelity: 'adapt',
      effort: { low: 2, high: 3 },
      summary: 'Requests are signed with a role.',
      changes: ['Remove the token provider.', 'Give the workload a role with `bedrock:InvokeModel`.'],
      caveats: ['Keys that never expire are for exploration only.'],
      newLockIn: 'Signing is an AWS format.',
      sources: [{ url: 'https://docs.aws.amazon.com/bedrock/', asOf: '2026-11-10', status: 'confirmed' }],
    },
  ],
  rules: [
    {
      id: 'identity/token-provider',
      title: 'Entra ID token provider signs the requests',
      message: '`${callee}` gets Entra tokens',
      dimension: 'identity',
      tie: true,
      severity: 'high',
      confidence: 'certain',
      on: 'call',
      where: {},
      keywords: ['cognitiveservices'],
      equivalent: 'identity/iam',
      since: '0.1.0',
      examples: {
        hit: [
          {
            lang: 'python',
            at: '1:5',
            code: 'p = get_bearer_token_provider(c, "https://cognitiveservices.azure.com/.default")\n',
          },
        ],
        miss: [
          {
            lang: 'python',
            why: 'another scope',
            code: 'p = get_bearer_token_provider(c, "https://storage.azure.com/.default")\n',
          },
        ],
      },
    },
    {
      id: 'sdk/bedrock-present',
      title: 'A client of the other side',
      message: 'portable already',
      dimension: 'sdk',
      tie: false,
      severity: 'info',
      confidence: 'certain',
      on: 'import',
      where: {},
      keywords: ['bedrock'],
      equivalent: 'identity/iam',
      since: '0.1.0',
      examples: { hit: [], miss: [] },
    },
  ],
};

test.each([40, 80])('a rule explained, %i columns', async width => {
  const [rule, equivalent] = [ruleSet.rules[0], ruleSet.equivalents[0]];
  if (!rule) throw new Error('no rule');
  const text = explanation(rule, equivalent, CODE, { ...PLAIN, width });
  await expect(text).toMatchFileSnapshot(`snapshots/explain-${width}.snap`);
  for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(width);
});

test('the rules listed', async () => {
  await expect(ruleList(ruleSet, PLAIN)).toMatchFileSnapshot('snapshots/rules.snap');
  for (const line of ruleList(ruleSet, { ...PLAIN, width: 40 }).split('\n'))
    expect(displayWidth(line)).toBeLessThanOrEqual(40);
});
