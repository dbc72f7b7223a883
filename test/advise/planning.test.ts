import { describe, expect, test } from 'vitest';
import { call, catalogue, client, plan, planned, recommended, under, workload } from './workloads.ts';

describe('the exact id in the exact form for the exact endpoint', () => {
  test('a profile id on the runtime, under the OpenAI path', () => {
    const { target } = recommended(planned({ model: 'gpt-4o' }, { region: 'us-east-1' }));
    expect(target.endpoint).toBe('bedrock-runtime');
    expect(target.baseUrl).toBe('https://bedrock-runtime.us-east-1.amazonaws.com/openai/v1');
    expect(target.modelIds[0]).toBe('us.openai.gpt-5.6-terra');
    expect(target.models[0]?.form).toBe('profile');
  });

  test('GPT-5.4 and 5.5 have no runtime: the bare id on mantle, Responses only', () => {
    for (const [model, api] of [
      ['gpt-5.4', 'chat'],
      ['gpt-5.5', 'responses'],
    ] as const) {
      const { target, fidelity, changes } = recommended(planned({ model, api }, { region: 'us-east-1' }));
      expect(target.baseUrl).toBe('https://bedrock-mantle.us-east-1.api.aws/openai/v1');
      expect(target.api).toBe('responses');
      expect(target.modelIds[0]).toBe(`openai.${model}`);
      expect(target.models[0]?.form).toBe('bare');
      expect(fidelity).toBe('adapt');
      expect(changes.some(change => change.includes('Chat Completions is unconfirmed'))).toBe(api === 'chat');
    }
    expect(under(planned({ model: 'gpt-5.4' }), 'bedrock-native').target.modelIds).not.toContain('openai.gpt-5.4');
  });

  test('outside its regions the same model is no candidate', () => {
    const models = planned({ model: 'gpt-5.5', api: 'responses' }, { region: 'us-west-2' }).plans.flatMap(one =>
      one.target.models.map(({ key }) => key),
    );
    expect(models).not.toContain('gpt-5.5');
    expect(models).toContain('gpt-5.6-terra');
  });

  test('open weights: /v1 with the bare id on mantle, the id with its suffix on the runtime', () => {
    const chat = recommended(planned({ model: 'gpt-oss-120b' }, { region: 'us-east-1' }));
    expect([chat.target.baseUrl, chat.target.modelIds[0]]).toEqual([
      'https://bedrock-runtime.us-east-1.amazonaws.com/openai/v1',
      'openai.gpt-oss-120b-1:0',
    ]);
    const responses = recommended(planned({ model: 'gpt-oss-120b', api: 'responses' }, { region: 'us-east-1' }));
    expect([responses.target.baseUrl, responses.target.modelIds[0]]).toEqual([
      'https://bedrock-mantle.us-east-1.api.aws/v1',
      'openai.gpt-oss-120b',
    ]);
  });

  test('what only one endpoint has decides the endpoint', () => {
    const background = recommended(planned({ model: 'o3', api: 'responses', features: ['background'] }));
    expect([background.target.endpoint, background.target.modelIds[0]]).toEqual([
      'bedrock-mantle',
      'openai.gpt-5.6-terra',
    ]);
    const plain = recommended(planned({ model: 'o3', api: 'responses' }));
    expect([plain.target.endpoint, plain.target.modelIds[0]]).toEqual(['bedrock-runtime', 'us.openai.gpt-5.6-terra']);
  });

  test('an unconfirmed id is null and never among the ids', () => {
    for (const { plans } of [planned({ model: 'gpt-6.1-terra' }), planned({ model: 'gpt-4o' })]) {
      for (const { target } of plans) {
        for (const model of target.models.filter(({ key }) => key === 'gpt-6.1-terra')) expect(model.id).toBeNull();
        expect(target.modelIds.join(' ')).not.toContain('gpt-6.1-terra');
      }
    }
  });
});

describe('region and residency', () => {
  test('no EU profile of the proprietary models: another vendor for EU residency', () => {
    const found = planned({ model: 'gpt-4o' }, { residency: 'eu' });
    const ids = found.plans.flatMap(one => one.target.modelIds);
    expect(ids.filter(id => id.startsWith('us.') || id.startsWith('global.'))).toEqual([]);
    expect(ids.filter(id => /gpt-[56]/.test(id))).toEqual([]);
    expect(recommended(found).target.modelIds[0]).toBe('eu.anthropic.claude-sonnet-5');
  });

  test('with image input no model of the same vendor is left in the EU, and that is said', () => {
    const found = planned({ model: 'gpt-4o', features: ['vision'] }, { residency: 'eu' });
    expect(found.plans.map(one => one.strategy)).not.toContain('openai-on-bedrock');
    expect(found.ruledOut).toEqual([
      {
        strategy: 'openai-on-bedrock',
        reason: expect.stringContaining('takes image input, keeps data in European Union') as string,
      },
    ]);
  });

  test('from an EU region without residency the global profile is callable, the one of the US is not', () => {
    const { target } = under(planned({ model: 'gpt-4o' }, { region: 'eu-central-1' }), 'openai-on-bedrock');
    expect(target.modelIds[0]).toBe('global.openai.gpt-5.6-terra');
    expect(target.modelIds.filter(id => id.startsWith('us.'))).toEqual([]);
  });

  test('Canada calls the profile of the US; London takes the id of its region', () => {
    expect(recommended(planned({ model: 'gpt-4o' }, { region: 'ca-central-1' })).target.modelIds[0]).toBe(
      'us.openai.gpt-5.6-terra',
    );
    const london = under(planned({ model: 'gpt-4o' }, { region: 'eu-west-2', residency: 'uk' }), 'bedrock-native');
    expect(london.target.modelIds[0]).toBe('anthropic.claude-sonnet-5');
  });

  test('where it runs today decides between ids that are all allowed, and whether data may leave is asked', () => {
    const sweden = plan([workload({ more: { region: 'Sweden Central' } })]);
    expect(sweden.workloads[0]?.plans[0]?.target.modelIds[0]).toBe('global.openai.gpt-5.6-terra');
    expect(sweden.openQuestions.map(({ code }) => code)).toEqual(['residency-undecided']);
    expect(plan([workload({ more: { region: 'eastus2' } })]).openQuestions).toEqual([]);
    expect(plan([workload({ more: { region: 'swedencentral' } })], { residency: 'eu' }).openQuestions).toEqual([]);
  });

  test('a data zone is a residency until somebody says otherwise', () => {
    const zoned = plan(
      [workload()],
      {},
      {
        deployments: [{ name: 'prod-chat', sku: 'DataZoneStandard', usedBy: [], via: [], confidence: 'certain' }],
      },
    );
    expect(zoned.openQuestions.map(({ code }) => code)).toEqual(['residency-undecided']);
    expect(zoned.workloads[0]?.plans[0]?.risks.some(risk => risk.includes('data zone'))).toBe(true);
  });
});

describe('fidelity', () => {
  const configured = client({
    name: 'openai.OpenAI',
    endpoint: { settings: ['LLM_URL'], from: [], confidence: 'certain' },
    credential: { kind: 'key', settings: ['LLM_KEY'], from: [], confidence: 'certain' },
    deployment: { settings: ['LLM_MODEL'], from: [], confidence: 'certain' },
  });

  test('drop-in only for the same model by configuration alone', () => {
    const same = { model: 'gpt-5.6-terra', features: ['streaming'] } as const;
    const dropIn = recommended(planned(same, {}, { clients: [configured] }));
    expect(dropIn.fidelity).toBe('drop-in');
    expect(dropIn.reasons.map(({ what }) => what)).toEqual([
      'settings are changed and the workload is tested; no code',
      'GPT-5.6 Terra is tested in its new place',
    ]);
    // The class of one cloud is edited, another model is evaluated, a fixed name is edited, a feature may be missing.
    expect(recommended(planned(same)).fidelity).toBe('adapt');
    expect(recommended(planned({ model: 'gpt-4o' }, {}, { clients: [configured] })).fidelity).toBe('adapt');
    const fixed = {
      ...configured,
      deployment: { value: 'chat', settings: [], from: [], confidence: 'certain' as const },
    };
    expect(recommended(planned(same, {}, { clients: [fixed] })).fidelity).toBe('adapt');
    expect(recommended(planned({ ...same, features: ['logprobs'] }, {}, { clients: [configured] })).fidelity).toBe(
      'adapt',
    );
  });

  test('a fine-tuned model, hosted file search and another API are a redesign', () => {
    expect(recommended(planned({ model: 'gpt-4o-mini-2024-07-18.ft-0a1b' })).fidelity).toBe('redesign');
    expect(recommended(planned({ api: 'responses', features: ['file-search'] })).fidelity).toBe('redesign');
    expect(recommended(planned({ api: 'embeddings', model: 'text-embedding-3-large' })).fidelity).toBe('redesign');
  });
});

describe('APIs without a landing of their own', () => {
  const strategies = (sketch: Parameters<typeof planned>[0]): string[] => {
    const found = planned(sketch);
    expect(found.plans.length + found.ruledOut.length).toBe(3);
    return found.plans.map(one => one.strategy).sort();
  };

  test('each is said for itself', () => {
    expect(strategies({ api: 'realtime', model: 'gpt-realtime' })).toEqual(['bedrock-native', 'gateway']);
    expect(strategies({ api: 'images', model: 'dall-e-3' })).toEqual(['bedrock-native']);
    expect(strategies({ api: 'audio', model: 'whisper' })).toEqual(['bedrock-native']);
    expect(strategies({ api: 'files' })).toEqual(['bedrock-native']);
    expect(strategies({ api: 'video', model: 'sora' })).toEqual([]);
    expect(strategies({ api: 'embeddings', model: 'text-embedding-ada-002' })).toEqual(['bedrock-native', 'gateway']);
    expect(strategies({ api: 'fine-tuning' })).toEqual(['bedrock-native', 'openai-on-bedrock']);
    for (const api of ['assistants', 'agents', 'on-your-data', 'batch', 'completions', 'chat', 'responses'] as const)
      expect(strategies({ api })).toEqual(['bedrock-native', 'gateway', 'openai-on-bedrock']);
  });

  test('nothing is made up for video', () => {
    const { workloads, openQuestions, roadmap } = plan([workload({ api: 'video', model: 'sora-2' })]);
    expect(workloads[0]?.plans).toEqual([]);
    expect(openQuestions.map(({ code }) => code)).toEqual(['no-landing']);
    expect(roadmap[0]?.workloads).toEqual(['.:video:sora-2']);
  });

  test('speech goes to a service by its kind', () => {
    const speech = planned({ api: 'audio', model: null, more: { callSites: [call({ call: 'audio.speech.create' })] } });
    expect(recommended(speech).target.endpoint).toBe('polly');
    expect(recommended(planned({ api: 'audio', model: 'gpt-4o-transcribe' })).target.endpoint).toBe('transcribe');
    expect(recommended(planned({ api: 'audio', model: 'whisper' })).target.modelIds).toEqual([]);
  });

  test('a model whose kind the API hides is planned by its kind', () => {
    expect(recommended(planned({ api: 'chat', model: 'gpt-4o-audio-preview' })).target.modelIds).toEqual([
      'amazon.nova-2-sonic-v1:0',
    ]);
  });

  test('only a model that is known for it is sure for batch', () => {
    const batch = under(planned({ api: 'batch' }), 'bedrock-native');
    expect(batch.target.modelIds[0]).toBe('openai.gpt-oss-120b-1:0');
    const terra = batch.target.models.find(({ key }) => key === 'gpt-5.6-terra');
    expect(terra?.caveats[0]).toBe('That bedrock serves batch for it is unconfirmed.');
    expect(
      planned({ api: 'batch', model: 'o3-pro' })
        .plans.flatMap(one => (one.strategy === 'bedrock-native' ? one.target.models : []))
        .map(({ key }) => key),
    ).not.toContain('claude-opus-5.5');
  });
});

describe('a model nobody named', () => {
  test('plans are conditional, say so, and ask', () => {
    const { workloads, openQuestions } = plan([workload({ model: null, features: ['tools'] })]);
    for (const one of workloads[0]?.plans ?? []) {
      expect(one.confidence).toBe('possible');
      expect(one.assumes).toContain('The model behind "prod-chat" is not known');
    }
    expect(openQuestions).toEqual([
      expect.objectContaining({ code: 'model-unknown', places: [{ path: 'src/chat.ts', line: 10 }] }),
    ]);
  });

  test('a question that is asked already is not asked twice', () => {
    const asked = {
      code: 'model-unknown',
      question: 'Which one?',
      closes: 'Its name.',
      places: [{ path: 'src/chat.ts', line: 10 }],
    };
    expect(plan([workload({ model: null })], {}, { openQuestions: [asked] }).openQuestions).toEqual([]);
  });

  test('a name outside the table is not taken for a likeness', () => {
    const { workloads, openQuestions } = plan([workload({ model: 'gpt-4o-ultra' })]);
    expect(workloads[0]?.plans[0]?.confidence).toBe('possible');
    expect(openQuestions.map(({ code }) => code)).toEqual(['model-unlisted']);
  });
});

describe('effort', () => {
  test('the reasons add up, and a wrapper with many callers is tested, not edited', () => {
    const callers = Array.from({ length: 64 }, (_, i) => call({ line: 100 + i, level: 'wrapper' }));
    const found = planned({ features: ['tools', 'vision'], more: { callSites: [call(), ...callers] } });
    for (const { effort, reasons } of found.plans) {
      expect(effort).toEqual({
        low: reasons.reduce((total, reason) => total + reason.low, 0),
        high: reasons.reduce((total, reason) => total + reason.high, 0),
      });
    }
    const wrappers = recommended(found).reasons.find(({ what }) => what.startsWith('callers of wrappers'));
    expect(wrappers).toEqual({
      what: 'callers of wrappers are tested, not edited',
      low: 3.5,
      high: 3.5,
      each: { low: 0.5, high: 0.5 },
      places: 64,
    });
  });

  test('a width that changes costs more than one that stays', () => {
    const work = (model: string): string[] =>
      recommended(planned({ api: 'embeddings', model })).reasons.map(({ what }) => what);
    expect(work('text-embedding-ada-002')).not.toContain('the width of vectors changes, or has to be checked');
    const titan = plan(
      [workload({ api: 'embeddings', model: 'text-embedding-ada-002' })],
      {},
      {
        availability: id => (id.startsWith('amazon.titan-embed-text-v2') ? 'available' : 'not-in-region'),
      },
    );
    expect(titan.workloads[0]?.plans[0]?.target.models[0]).toMatchObject({
      key: 'titan-embed-v2',
      availability: 'available',
    });
    expect(titan.workloads[0]?.plans[0]?.reasons.map(({ what }) => what)).toContain(
      'the width of vectors changes, or has to be checked',
    );
  });
});

describe('recommendation', () => {
  test('one plan, first, with its reason; others say what sets them apart', () => {
    const { plans } = planned({ model: 'gpt-4o' });
    expect(plans.map(one => one.recommended)).toEqual([true, false, false]);
    expect(plans[0]?.reason).toMatch(
      /^It lands on GPT-5\.6 Terra with edits in place \(AWS maps .*\); it takes .* points, .*\.$/,
    );
    for (const { reason } of plans) expect(reason).toMatch(/^[A-Z].*\.$/);
  });

  test('a strategy asked for wins where it can work, and it is said where it cannot', () => {
    const native = planned({ model: 'gpt-4o' }, { strategy: 'bedrock-native' });
    expect(recommended(native).strategy).toBe('bedrock-native');
    expect(recommended(native).reason).toMatch(/^Asked for\. /);
    const embeddings = planned(
      { api: 'embeddings', model: 'text-embedding-ada-002' },
      { strategy: 'openai-on-bedrock' },
    );
    expect(recommended(embeddings).reason).toMatch(/^openai-on-bedrock was asked for and cannot carry it\. /);
  });

  test('any vendor: what the target documents first, then what fits, then the price', () => {
    expect(under(planned({ model: 'gpt-4o' }, { prefer: 'any' }), 'bedrock-native').target.models[0]?.key).toBe(
      'claude-sonnet-5',
    );
    expect(under(planned({ model: 'gpt-4o' }), 'bedrock-native').target.models[0]?.key).toBe('gpt-5.6-terra');
    expect(recommended(planned({ model: 'gpt-5.6-terra' }, { prefer: 'any' })).target.models[0]?.relation).toBe(
      'same-model',
    );
  });

  test('connectors of a framework are swapped, and that is the least work', () => {
    const chain = client({ name: 'langchain_openai.AzureChatOpenAI', language: 'python' });
    const best = recommended(planned({ model: 'gpt-4o' }, {}, { clients: [chain] }));
    expect(best.strategy).toBe('gateway');
    expect(best.changes[0]).toContain('`AzureChatOpenAI` becomes `ChatBedrockConverse`');
  });
});

test('lost filters, refused temperature and quota are risks of the plan', () => {
  const { risks, changes, newLockIn, portable } = recommended(
    planned({ features: ['content-filter-handling', 'sampling'] }),
  );
  expect(risks.join('\n')).toContain('Without a Guardrail nothing filters any more');
  expect(risks.join('\n')).toContain('Calls that send `temperature` are refused');
  expect(risks.join('\n')).toContain('Quota changes its unit');
  expect(changes.join('\n')).toContain('call ApplyGuardrail before and after');
  expect(newLockIn).toContain('Guardrails are an API of AWS.');
  expect(portable).toContain('A moderation step of your own');
});

test('every source has an address and a date, every placeholder is filled', () => {
  for (const { names, apis } of catalogue.sourceModels) {
    for (const api of apis) {
      for (const one of planned({ api, model: names[0] ?? null }, { region: 'us-east-1' }).plans) {
        expect(one.sources.length).toBeGreaterThan(0);
        for (const source of one.sources) expect(source.asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
        for (const text of [...one.changes, ...one.risks, ...one.caveats, one.reason, one.target.baseUrl ?? ''])
          expect(text).not.toMatch(/\{\w+\}|undefined|null/);
      }
    }
  }
});

test('the same input gives the same plans whatever the order of candidates in memory', () => {
  expect(JSON.stringify(plan([workload()]))).toBe(JSON.stringify(plan([workload()])));
});

test('retirement by version, and the last date without one', () => {
  const date = (model: string, version?: string): string | undefined =>
    plan([
      workload({
        model,
        more: {
          model: {
            name: model,
            ...(version ? { version } : {}),
            from: [],
            basis: 'infrastructure',
            confidence: 'certain',
          },
        },
      }),
    ]).workloads[0]?.model?.retires?.date;
  expect(date('gpt-4o', '2024-08-06-ev3')).toBe('2026-03-31');
  expect(date('gpt-4o')).toBe('2026-10-01');
  expect(date('GPT-4O-MINI')).toBe('2026-10-01');
  expect(date('gpt-5.6-sol')).toBeUndefined();
});
