import { describe, expect, test } from 'vitest';
import { availabilityIn } from '../../src/advise/availability.ts';
import type { Catalog, CatalogRegion } from '../../src/model/snapshot.ts';

const region = (more: Partial<CatalogRegion>): CatalogRegion => ({
  region: 'us-east-1',
  models: [],
  profiles: [],
  availability: [],
  guardrails: [],
  provisioned: [],
  ...more,
});
const catalog = (regions: readonly CatalogRegion[], gaps: Catalog['gaps'] = []): Catalog => ({
  kind: 'bedrock-catalog',
  schemaVersion: 1,
  regions,
  gaps,
});
const model = (id: string, inferenceTypes: readonly string[]): CatalogRegion['models'][number] => ({
  id,
  input: ['TEXT'],
  output: ['TEXT'],
  inferenceTypes,
});
const profile = (id: string, status = 'ACTIVE'): CatalogRegion['profiles'][number] => ({
  id,
  type: 'SYSTEM_DEFINED',
  status,
  models: [],
});
const FULL = region({
  models: [model('openai.gpt-oss-120b-1:0', ['ON_DEMAND']), model('openai.gpt-6-sol', ['INFERENCE_PROFILE'])],
  profiles: [profile('us.openai.gpt-6-sol'), profile('global.openai.gpt-6-luna', 'CREATING')],
});

describe('the control plane', () => {
  const ask = availabilityIn(catalog([FULL]));
  test.each([
    ['us.openai.gpt-6-sol', 'available'],
    // Its bare id is listed, and refused without a profile.
    ['openai.gpt-6-sol', 'not-in-region'],
    ['eu.openai.gpt-6-sol', 'not-in-region'],
    ['global.openai.gpt-6-luna', 'not-in-region'],
    ['openai.gpt-oss-120b-1:0', 'available'],
    ['openai.gpt-9', 'not-in-region'],
  ])('%s: %s', (id, expected) => {
    expect(ask(id, 'bedrock-runtime', 'us-east-1')).toBe(expected);
  });

  test('a region outside the snapshot is unknown; without one the best counts', () => {
    expect(ask('us.openai.gpt-6-sol', 'bedrock-runtime', 'eu-west-1')).toBe('unknown');
    const both = availabilityIn(
      catalog([FULL, region({ region: 'eu-west-1', profiles: [profile('eu.amazon.nova-pro-v1:0')] })]),
    );
    expect(both('us.openai.gpt-6-sol', 'bedrock-runtime')).toBe('available');
    expect(both('us.openai.gpt-6-sol', 'bedrock-runtime', 'eu-west-1')).toBe('not-in-region');
  });

  test.each([
    [
      { authorization: 'AUTHORIZED', entitlement: 'AVAILABLE', region: 'AVAILABLE', agreement: 'AVAILABLE' },
      'available',
    ],
    [{ authorization: 'AUTHORIZED', entitlement: 'NOT_AVAILABLE', region: 'AVAILABLE' }, 'needs-entitlement'],
    [{ authorization: 'NOT_AUTHORIZED' }, 'needs-entitlement'],
    [{ region: 'NOT_AVAILABLE' }, 'not-in-region'],
  ])('entitlement %j: %s', (entry, expected) => {
    const entitled = { ...FULL, availability: [{ modelId: 'openai.gpt-6-sol', ...entry }] };
    expect(availabilityIn(catalog([entitled]))('us.openai.gpt-6-sol', 'bedrock-runtime', 'us-east-1')).toBe(expected);
  });

  test('a list that could not be read, or is not in an export, proves nothing', () => {
    const gap = {
      scope: 'region us-east-1',
      what: 'system inference profiles',
      reason: 'no permission',
      remedy: 'ask',
    };
    expect(availabilityIn(catalog([FULL], [gap]))('eu.x.y', 'bedrock-runtime', 'us-east-1')).toBe('unknown');
    expect(
      availabilityIn(catalog([region({ models: FULL.models })]))('us.openai.gpt-6-sol', 'bedrock-runtime', 'us-east-1'),
    ).toBe('unknown');
  });
});

test('the OpenAI-shaped endpoint has a list of its own', () => {
  const ask = availabilityIn(catalog([region({ openAiModels: ['openai.gpt-5.5'] })]));
  expect(ask('openai.gpt-5.5', 'bedrock-mantle', 'us-east-1')).toBe('available');
  expect(ask('openai.gpt-5.4', 'bedrock-mantle', 'us-east-1')).toBe('not-in-region');
  expect(availabilityIn(catalog([FULL]))('openai.gpt-5.5', 'bedrock-mantle', 'us-east-1')).toBe('unknown');
});
