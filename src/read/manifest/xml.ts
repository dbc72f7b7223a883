/**
 * A small tolerant XML reader with the offset of every attribute value and text. Build files are read for a few
 * elements in them, and a mistake elsewhere in the file must not cost those.
 */

export interface XmlAttribute {
  readonly name: string;
  readonly value: string;
  /** Offsets of the value, without quotes. */
  readonly start: number;
  readonly end: number;
}

export interface XmlElement {
  /** Name without namespace prefix. */
  readonly name: string;
  readonly parent: XmlElement | undefined;
  readonly attributes: readonly XmlAttribute[];
  readonly children: XmlElement[];
  readonly start: number;
  end: number;
  /** Text directly inside, trimmed, with its offsets; the first piece of it that is not blank. */
  text: string;
  textStart: number;
  textEnd: number;
}

export interface XmlDocument {
  /** All elements in the order they open. */
  readonly elements: readonly XmlElement[];
  readonly problem?: { readonly offset: number; readonly message: string };
}

const NAME = /[^\s<>/=]+/y;
const ATTRIBUTE = /\s*([^\s<>/="']+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'))?/y;

export function parseXml(source: string): XmlDocument {
  const elements: XmlElement[] = [];
  let problem: XmlDocument['problem'];
  const wrong = (offset: number, message: string): void => {
    problem ??= { offset, message };
  };
  let current: XmlElement | undefined;
  for (let at = 0; at < source.length;) {
    const open = source.indexOf('<', at);
    addText(current, source, at, open < 0 ? source.length : open);
    if (open < 0) break;
    const special = specialEnd(source, open);
    if (special) {
      if (special.end < 0) wrong(open, 'something is opened and never closed');
      if (special.text && special.end >= 0) addText(current, source, open + CDATA.length, special.end - 3);
      at = special.end < 0 ? source.length : special.end;
      continue;
    }
    if (source[open + 1] === '/') {
      const end = endOfTag(source, open);
      const name = localName(source.slice(open + 2, end - 1).trim());
      const closed = closing(current, name);
      if (!closed || closed !== current) wrong(open, `</${name}> closes nothing that is open`);
      if (closed) {
        closed.end = end;
        current = closed.parent;
      }
      at = end;
      continue;
    }
    NAME.lastIndex = open + 1;
    const name = NAME.exec(source)?.[0];
    if (name === undefined) {
      wrong(open, 'a stray "<"');
      at = open + 1;
      continue;
    }
    const tag = attributesFrom(source, open + 1 + name.length);
    if (!tag.closed) wrong(open, `<${name}> is not closed`);
    const element: XmlElement = {
      name: localName(name),
      parent: current,
      attributes: tag.attributes,
      children: [],
      start: open,
      end: tag.end,
      text: '',
      textStart: tag.end,
      textEnd: tag.end,
    };
    elements.push(element);
    current?.children.push(element);
    if (!tag.selfClosing) current = element;
    at = tag.end;
  }
  if (current) wrong(current.start, `<${current.name}> is never closed`);
  return problem ? { elements, problem } : { elements };
}

const CDATA = '<![CDATA[';

/** End of a comment, CDATA section, processing instruction or declaration; -1 when it never ends. */
function specialEnd(source: string, open: number): { end: number; text: boolean } | undefined {
  const after = (mark: string): number => {
    const found = source.indexOf(mark, open + 2);
    return found < 0 ? -1 : found + mark.length;
  };
  if (source.startsWith('<!--', open)) return { end: after('-->'), text: false };
  if (source.startsWith(CDATA, open)) return { end: after(']]>'), text: true };
  if (source[open + 1] === '?') return { end: after('?>'), text: false };
  return source[open + 1] === '!' ? { end: after('>'), text: false } : undefined;
}

function endOfTag(source: string, open: number): number {
  const end = source.indexOf('>', open);
  return end < 0 ? source.length : end + 1;
}

/** An end tag closes the nearest element of its name; those inside it were left open. */
function closing(current: XmlElement | undefined, name: string): XmlElement | undefined {
  let steps = 0;
  for (let element = current; element && steps < 50; element = element.parent, steps++) {
    if (element.name === name) return element;
  }
  return undefined;
}

interface Tag {
  readonly attributes: XmlAttribute[];
  readonly end: number;
  readonly selfClosing: boolean;
  readonly closed: boolean;
}

function attributesFrom(source: string, from: number): Tag {
  const attributes: XmlAttribute[] = [];
  let at = from;
  for (;;) {
    ATTRIBUTE.lastIndex = at;
    const match = ATTRIBUTE.exec(source);
    if (!match) break;
    const [whole, name = '', double, single] = match;
    const written = double ?? single;
    at += whole.length;
    if (written !== undefined) {
      const end = at - 1;
      attributes.push({ name: localName(name), value: decoded(written), start: end - written.length, end });
    }
  }
  while (/\s/.test(source[at] ?? '')) at += 1;
  const selfClosing = source[at] === '/';
  if (selfClosing) at += 1;
  if (source[at] === '>') return { attributes, end: at + 1, selfClosing, closed: true };
  const next = source.slice(at, at + 10_000).search(/[<>]/);
  const end = next < 0 ? source.length : at + next + (source[at + next] === '>' ? 1 : 0);
  return { attributes, end: Math.max(end, from), selfClosing, closed: false };
}

function addText(element: XmlElement | undefined, source: string, from: number, to: number): void {
  if (!element || element.text !== '' || to <= from) return;
  const raw = source.slice(from, to);
  const text = raw.trim();
  if (text === '') return;
  element.textStart = from + raw.length - raw.trimStart().length;
  element.textEnd = element.textStart + text.length;
  element.text = decoded(text);
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi,
    (whole, number?: string, hex?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name] ?? whole;
      const code = hex === undefined ? Number(number) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

/** Value of an attribute, whatever its casing. */
export function attribute(element: XmlElement, name: string): XmlAttribute | undefined {
  return element.attributes.find(candidate => candidate.name.toLowerCase() === name.toLowerCase());
}

/** The first child of a name. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find(candidate => candidate.name.toLowerCase() === name.toLowerCase());
}
