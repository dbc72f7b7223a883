/** Schemas of deployments, settings, accounts and open questions (model/estate.ts). */
import * as v from 'valibot';
import { ACCOUNT_PARTS, FEEDS } from '../../model/estate.ts';
import { TOPICS } from '../../model/translation.ts';
import { confidence, described, fidelity, place, placed, source, text, texts } from './parts.ts';
import { modelBasis } from './workload.ts';

const places = v.array(place);

export const deployment = v.object({
  name: text,
  model: v.exactOptional(text),
  version: v.exactOptional(text),
  basis: v.exactOptional(modelBasis),
  sku: v.exactOptional(text),
  capacity: v.exactOptional(v.number()),
  policy: v.exactOptional(text),
  account: v.exactOptional(text),
  region: v.exactOptional(text),
  defined: v.exactOptional(place),
  usedBy: places,
  via: texts,
  confidence,
});

export const setting = v.object({
  name: text,
  feeds: v.picklist(FEEDS),
  reads: places,
  definitions: places,
  value: v.exactOptional(text),
});

export const account = v.object({
  name: text,
  kind: v.exactOptional(text),
  region: v.exactOptional(text),
  sku: v.exactOptional(text),
  defined: place,
  deployments: texts,
  parts: v.array(v.object({ ...placed, kind: v.picklist(ACCOUNT_PARTS), name: v.exactOptional(text), confidence })),
  confidence,
});

export const openQuestion = v.object({
  code: described('Stable identifier of its sort.'),
  question: text,
  closes: text,
  places,
});

export const translation = v.object({
  topic: v.picklist(TOPICS),
  from: text,
  to: texts,
  detail: v.exactOptional(text),
  fidelity,
  places,
  sources: v.array(source),
});
