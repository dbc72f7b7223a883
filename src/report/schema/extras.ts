/** Schemas of what is there only on request: live snapshots, comparisons (model/live.ts, model/gate.ts). */
import * as v from 'valibot';
import { count, path, place, position, text, texts } from './parts.ts';

export const live = v.object({
  snapshots: v.array(
    v.object({
      file: text,
      kind: v.picklist(['azure-inventory', 'bedrock-catalog']),
      takenAt: v.exactOptional(text),
      gaps: texts,
    }),
  ),
  drift: v.array(
    v.object({
      kind: v.picklist(['unused', 'missing', 'differs']),
      deployment: text,
      account: v.exactOptional(text),
      field: v.exactOptional(text),
      declared: v.exactOptional(text),
      actual: v.exactOptional(text),
      places: v.array(place),
      advice: text,
    }),
  ),
  commitments: v.array(
    v.object({
      kind: v.picklist(['provisioned-throughput', 'commitment-plan', 'reservation']),
      name: text,
      account: v.exactOptional(text),
      amount: v.exactOptional(text),
      until: v.exactOptional(text),
      advice: text,
    }),
  ),
  retirements: v.array(
    v.object({ deployment: text, account: text, model: text, version: v.exactOptional(text), date: text }),
  ),
});

export const comparison = v.object({
  with: v.picklist(['baseline', 'since', 'report']),
  name: text,
  appeared: count,
  arrivals: v.exactOptional(v.array(v.object({ path, line: position, ruleId: text, fingerprint: text }))),
  moved: v.array(v.object({ fingerprint: text, from: path, to: path })),
  gone: v.array(v.object({ ruleId: text, fingerprint: text, path, count })),
  known: count,
  score: v.exactOptional(v.object({ before: v.number(), after: v.number() })),
  rulesChanged: v.exactOptional(v.boolean()),
});

export const suppressionNotice = v.object({
  path: v.exactOptional(path),
  line: v.exactOptional(position),
  kind: v.picklist(['expired', 'unused', 'invalid']),
  rule: text,
  reason: text,
  until: v.exactOptional(text),
  problem: v.exactOptional(text),
});
