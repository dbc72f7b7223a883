/** Schema of a finding (model/report.ts). */
import * as v from 'valibot';
import {
  confidence,
  described,
  dimension,
  fidelity,
  path,
  points,
  position,
  severity,
  source,
  text,
  texts,
} from './parts.ts';

export const level = v.picklist(['parsed', 'text']);

const location = v.object({
  path,
  startLine: position,
  startColumn: v.pipe(position, v.description('1-based, in UTF-16 code units.')),
  endLine: position,
  endColumn: v.pipe(position, v.description('1-based, exclusive.')),
  cell: v.exactOptional(v.object({ number: position, line: position })),
});

const advice = v.object({
  equivalent: described('Key of the equivalent.'),
  title: text,
  fidelity: v.pipe(fidelity, v.description('How close the equivalent comes.')),
  effort: v.pipe(points, v.description('Points for one such place.')),
  summary: text,
  changes: texts,
  portable: v.exactOptional(described('An alternative that ties to no provider.')),
  newLockIn: v.exactOptional(described('What the equivalent would tie the code to instead.')),
  caveats: texts,
  sources: v.array(source),
});

export const finding = v.object({
  ruleId: text,
  title: text,
  message: text,
  dimension,
  tie: v.pipe(v.boolean(), v.description('False for context, which never fails a build.')),
  severity: v.pipe(severity, v.description('How much breaks without the provider.')),
  confidence: v.pipe(confidence, v.description('How sure the match is.')),
  location,
  related: v.exactOptional(v.array(location)),
  snippet: described('The line it stands on, trimmed, secrets masked.'),
  snippetColumn: v.exactOptional(position),
  fingerprint: described('The same tie keeps it when lines shift.'),
  parts: v.exactOptional(
    v.pipe(
      v.array(
        v.object({
          ruleId: text,
          fingerprint: text,
          line: position,
          severity,
          confidence,
          suppressed: v.exactOptional(v.boolean()),
        }),
      ),
      v.description('Ties of its dimension that stand inside it: no findings of their own, known one by one.'),
    ),
  ),
  component: described('Id of the component it belongs to.'),
  owners: texts,
  status: v.picklist(['new', 'baseline', 'suppressed']),
  suppression: v.exactOptional(
    v.object({ kind: v.picklist(['code', 'config']), reason: text, until: v.exactOptional(text) }),
  ),
  language: text,
  level,
  advice,
  workload: v.exactOptional(text),
});
