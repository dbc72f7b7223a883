/** Candidates in, findings out: what is one construct becomes one finding, with its identity and message. */
import type { Confidence, Rule, Where } from '../model/rule.ts';
import { CONFIDENCES, SEVERITIES } from '../model/rule.ts';
import { redact, redactValue } from '../model/redact.ts';
import { compareSpans, encloses, type Span } from '../model/span.ts';
import { describe, fingerprintOf, identityOf } from './identity.ts';
import type { Candidate } from './match.ts';
import type { Subject } from './subject.ts';

/** A finding before it knows its component, owners and advice. */
export interface Match {
  readonly rule: Rule;
  readonly path: string;
  readonly language: string;
  readonly span: Span;
  readonly related: readonly Span[];
  readonly message: string;
  readonly confidence: Confidence;
  readonly level: 'parsed' | 'text';
  readonly fingerprint: string;
  /** What belongs to it and is no finding of its own, in reading order. */
  readonly parts: readonly Part[];
}

/** A match that stands inside another one's construct. */
export interface Part {
  readonly rule: Rule;
  readonly span: Span;
  readonly confidence: Confidence;
  readonly fingerprint: string;
}

/** Reduce the candidates of a whole scan to its findings, sorted by path and place. */
export function findings(candidates: readonly Candidate[]): Match[] {
  const byFile = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    if (candidate.rule.evidence === true) continue;
    const list = byFile.get(candidate.path);
    if (list) list.push(candidate);
    else byFile.set(candidate.path, [candidate]);
  }
  return [...byFile.keys()].sort(compare).flatMap(path => findingsOfFile(byFile.get(path) ?? []));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

interface Kept {
  readonly candidate: Candidate;
  readonly related: Span[];
  readonly parts: Part[];
  fingerprint: string;
  /** The construct it belongs to. */
  owner?: Kept;
}

function findingsOfFile(candidates: readonly Candidate[]): Match[] {
  const kept = onePerPlace(candidates);
  assignOwners(kept);
  joinLines(kept);
  // Counted over all of them: whether a thing stands inside another one can depend on the layout.
  const ordinals = new Map<string, number>();
  for (const entry of kept) {
    const identity = identityOf(entry.candidate.rule, entry.candidate.subject);
    const ordinal = ordinals.get(identity) ?? 0;
    ordinals.set(identity, ordinal + 1);
    entry.fingerprint = fingerprintOf(identity, ordinal);
  }
  for (const { candidate, owner, fingerprint } of kept) {
    if (!owner) continue;
    const top = ownerAtTheTop(owner);
    const { rule, subject } = candidate;
    if (subject.span.line !== top.candidate.subject.span.line) top.related.push(subject.span);
    top.parts.push({ rule, span: subject.span, confidence: confidenceOf(candidate), fingerprint });
  }
  return kept
    .filter(entry => !entry.owner)
    .map(({ candidate, related, parts, fingerprint }) => {
      const { rule, subject, path, language } = candidate;
      return {
        rule: candidate.quoted ? shownRule(rule) : rule,
        path,
        language,
        span: subject.span,
        related,
        message: fill(rule.message, subject),
        confidence: confidenceOf(candidate),
        level: subject.level ?? 'parsed',
        fingerprint,
        parts,
      };
    });
}

/** What a document shows is worth knowing, and ties nothing. */
function shownRule(rule: Rule): Rule {
  return { ...rule, severity: 'info', tie: false };
}

function confidenceOf({ rule, subject }: Candidate): Confidence {
  return subject.level === 'text' && rule.confidence === 'certain' ? 'likely' : rule.confidence;
}

/** In reading order; of two rules of one dimension on one place the more telling one stays. */
function onePerPlace(candidates: readonly Candidate[]): Kept[] {
  const sorted = [...candidates].sort(
    (a, b) =>
      compareStarts(a.subject.span, b.subject.span) ||
      rank(a) - rank(b) ||
      compareSpans(a.subject.span, b.subject.span) ||
      compare(a.rule.id, b.rule.id),
  );
  const kept: Kept[] = [];
  const here = new Set<string>();
  let previous: Span | undefined;
  for (const candidate of sorted) {
    const { span } = candidate.subject;
    if (!previous || compareStarts(previous, span) !== 0) here.clear();
    previous = span;
    if (here.has(candidate.rule.dimension)) continue;
    here.add(candidate.rule.dimension);
    kept.push({ candidate, related: [], parts: [], fingerprint: '' });
  }
  return kept;
}

/** Give everything that stands inside a construct of its dimension to the nearest such construct. */
function assignOwners(kept: readonly Kept[]): void {
  const order = new Map(kept.map((entry, i) => [entry, i]));
  const byExtent = kept
    .flatMap(entry => {
      const { extent } = entry.candidate.subject;
      return extent ? [{ entry, extent }] : [];
    })
    .sort((a, b) => compareSpans(a.extent, b.extent));
  let open: typeof byExtent = [];
  let next = 0;
  for (const inner of kept) {
    const { span } = inner.candidate.subject;
    open = open.filter(({ extent }) => endsAfterStartOf(extent, span));
    for (let outer = byExtent[next]; outer && startsBy(outer.extent, span); outer = byExtent[++next]) open.push(outer);
    const nearest = open.findLast(({ entry: outer }) => {
      if (outer === inner || !absorbs(outer.candidate, inner.candidate)) return false;
      // Of two that would take each other in, the one that comes first stays.
      const first = (order.get(inner) ?? 0) < (order.get(outer) ?? 0);
      return !(first && absorbs(inner.candidate, outer.candidate));
    });
    if (nearest) inner.owner = nearest.entry;
  }
}

/**
 * Several findings of one dimension on one line that say the same: a name and what is written into it
 * (`setenv("ENDPOINT", "https://…")`, `environ["KEY"] = "KEY"`), a field and the name it has on the wire, the members of
 * one list (`case TypeA, TypeB:`).
 */
function joinLines(kept: readonly Kept[]): void {
  const last = new Map<string, Kept>();
  for (const entry of kept) {
    if (entry.owner) continue;
    const { rule } = entry.candidate;
    const before = last.get(rule.dimension);
    if (before && saysTheSame(before.candidate, entry.candidate)) entry.owner = before;
    else last.set(rule.dimension, entry);
  }
}

function saysTheSame({ rule, subject: before }: Candidate, { rule: itsRule, subject: after }: Candidate): boolean {
  if (before.span.line !== after.span.line) return false;
  if (before.kind === 'member' && after.kind === 'member') return rule === itsRule;
  if (before.kind === 'string' && after.kind === 'definition') return bare(before.text) === bare(after.name);
  if (after.kind !== 'string' || after.into === undefined) return false;
  if (before.kind === 'string') return before.into === after.into;
  return before.kind === 'envRead' && before.access === 'write' && after.into.endsWith(`.${before.name}`);
}

/** A name whatever its spelling: `content_filter_results`, `contentFilterResults`. */
const bare = (name: string): string => name.replace(/[-_.]/g, '').toLowerCase();

function ownerAtTheTop(entry: Kept): Kept {
  let top = entry;
  const seen = new Set<Kept>();
  while (top.owner && !seen.has(top)) {
    seen.add(top);
    top = top.owner;
  }
  return top;
}

const startsBy = (outer: Span, inner: Span): boolean =>
  outer.line < inner.line || (outer.line === inner.line && outer.column <= inner.column);

const endsAfterStartOf = (outer: Span, inner: Span): boolean =>
  outer.endLine > inner.line || (outer.endLine === inner.line && outer.endColumn >= inner.column);

const compareStarts = (a: Span, b: Span): number => a.line - b.line || a.column - b.column;

/** Lower is more telling. */
function rank({ rule }: Candidate): number {
  return (rule.tie ? 0 : 100) + CONFIDENCES.indexOf(rule.confidence) * 10 + SEVERITIES.indexOf(rule.severity);
}

const equalSpans = (a: Span, b: Span): boolean =>
  a.line === b.line && a.column === b.column && a.endLine === b.endLine && a.endColumn === b.endColumn;

/** Things that stand for themselves even inside another construct of their dimension. */
const CONSTRUCTS = new Set<Subject['kind']>(['call', 'resource', 'command', 'import', 'dependency', 'element']);

/** What stands inside a construct in the same dimension belongs to it; so does a scalar inside its definition. */
function absorbs(outer: Candidate, inner: Candidate): boolean {
  if (outer.rule.dimension !== inner.rule.dimension) return false;
  const extent = outer.subject.extent;
  if (!extent || !encloses(extent, inner.subject.span)) return false;
  if (inner.subject.kind === 'import' && outer.subject.kind === 'import') return isOneImport(outer, inner);
  if (inner.subject.kind === 'call' && outer.subject.kind === 'call') return isOneChain(outer.subject, inner.subject);
  if (CONSTRUCTS.has(inner.subject.kind))
    return isScalarHolder(outer.subject) && inner.subject.kind === 'call' && !outer.rule.id.startsWith('sdk/');
  if (outer.subject.kind === 'resource') return true;
  if (CONSTRUCTS.has(outer.subject.kind)) return true;
  // One of several values over several lines: each stands on its own line.
  if (isChoice(outer.subject) && inner.subject.span.line !== outer.subject.span.line) return false;
  return isScalarHolder(outer.subject) && inValue(outer.subject, inner.subject);
}

/**
 * Several names of one statement on one line are one place to look at. Over several lines they are too, for a rule
 * that looks at the module only; one that asks for the name finds each name.
 */
function isOneImport(outer: Candidate, inner: Candidate): boolean {
  if (outer.subject.span.line === inner.subject.span.line) return true;
  return outer.rule === inner.rule && !asksForImportedName(inner.rule.where);
}

function asksForImportedName(where: Where): boolean {
  return (
    where.imported !== undefined ||
    (where.any?.some(asksForImportedName) ?? false) ||
    (where.all?.some(asksForImportedName) ?? false)
  );
}

/** Of a chain of calls, what stands on one line is one; over several lines each registers or configures something of its own. */
const isOneChain = (outer: Subject, inner: Subject): boolean =>
  inner.span.line === outer.span.line &&
  inner.extent !== undefined &&
  outer.extent !== undefined &&
  inner.extent.line === outer.extent.line &&
  inner.extent.column === outer.extent.column;

/**
 * Names taken apart in one statement share its extent, not each other's values. Of a name and a value written as two
 * entries (`- name: KEY`, `value: …`), the second holds the value of the first.
 */
const inValue = (outer: Subject, inner: Subject): boolean =>
  'value' in outer &&
  outer.value !== undefined &&
  (encloses(outer.value.span, inner.span) ||
    (outer.kind === 'setting' &&
      inner.kind === 'setting' &&
      equalSpans(outer.value.span, inner.value.span) &&
      encloses(outer.extent ?? outer.span, inner.span)));

const isChoice = (subject: Subject): boolean => 'value' in subject && subject.value?.kind === 'choice';

function isScalarHolder(subject: Subject): boolean {
  if (!('value' in subject) || subject.value === undefined) return false;
  return subject.value.kind !== 'object' && subject.value.kind !== 'list';
}

/** `${name}` in a rule's message, filled from the subject; an unknown hole becomes `…`. */
function fill(message: string, subject: Subject): string {
  return message.replace(/\$\{([a-z]+)(?:\.([\w.-]+))?\}/gi, (_, key: string, detail: string | undefined) => {
    const text = capture(subject, key, detail);
    if (text === undefined || text === '') return '…';
    // Masked before it is cut: half a secret is no longer recognised as one.
    const masked = redact(text).replace(/\s+/g, ' ');
    return masked.length > 120 ? `${masked.slice(0, 117)}…` : masked;
  });
}

function capture(subject: Subject, key: string, detail: string | undefined): string | undefined {
  if (key === 'arg' && detail !== undefined && subject.kind === 'call' && /^\d+$/.test(detail)) {
    const value = subject.args[Number(detail)];
    return value ? describe(value) : undefined;
  }
  if (key === 'arg' && detail !== undefined && 'named' in subject) {
    const named = subject.named.find(candidate => candidate.name.toLowerCase() === detail.toLowerCase());
    return named ? redactValue(named.name, describe(named.value)) : undefined;
  }
  if (key === 'value') {
    const value = subject.kind === 'envRead' ? subject.default : 'value' in subject ? subject.value : undefined;
    return value ? redactValue('name' in subject ? subject.name : '', describe(value)) : undefined;
  }
  if (key === 'symbol' && 'callee' in subject && subject.callee !== undefined)
    return subject.callee.slice(subject.callee.lastIndexOf('.') + 1);
  if (key === 'words' && subject.kind === 'command') return [subject.program, ...subject.words.map(describe)].join(' ');
  if (key === 'path' && 'path' in subject)
    return typeof subject.path === 'string' ? subject.path : subject.path.join('.');
  const value = (subject as unknown as Record<string, unknown>)[key];
  return typeof value === 'string' ? value : undefined;
}
