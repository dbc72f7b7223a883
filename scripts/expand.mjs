/**
 * Names a regular expression stands for, so that a page can list them: `^a\.(?:b|c)$` gives `a.b` and `a.c`. What may be
 * anything becomes `*`. Only for reading: what cannot be told in a few names is given up.
 */

const LIMIT = 60;

/** @returns {string[] | undefined} names, or undefined when the expression says too much or too little */
export function namesOf(source) {
  const parser = new Parser(source);
  let names;
  try {
    names = parser.alternatives();
  } catch {
    return undefined;
  }
  if (parser.position < source.length) return undefined;
  const tidy = [...new Set(names.map(name => name.replace(/\*+/g, '*')))];
  // Fewer than three letters say nothing.
  return tidy.every(name => name.replace(/[^A-Za-z]/g, '').length >= 3) ? tidy : undefined;
}

const START = '\u0001';
const END = '\u0002';

class Parser {
  position = 0;

  constructor(source) {
    this.source = source;
  }

  alternatives() {
    const all = this.branches().map(name => {
      const from = name.startsWith(START) ? '' : '*';
      const to = name.endsWith(END) ? '' : '*';
      return `${from}${name.replaceAll(START, '').replaceAll(END, '')}${to}`;
    });
    return all;
  }

  branches() {
    const all = [...this.sequence()];
    while (this.peek() === '|') {
      this.position += 1;
      all.push(...this.sequence());
    }
    if (all.length > LIMIT) throw new Error('too many');
    return all;
  }

  sequence() {
    let names = [''];
    while (this.position < this.source.length && this.peek() !== '|' && this.peek() !== ')') {
      const parts = this.quantified();
      names = names.flatMap(name => parts.map(part => name + part));
      if (names.length > LIMIT) throw new Error('too many');
    }
    return names;
  }

  quantified() {
    const { parts, separator } = this.atom();
    const next = this.peek();
    if (next === '*' || next === '+' || next === '{') {
      if (next === '{') this.position = this.source.indexOf('}', this.position);
      this.position += 1;
      if (this.peek() === '?') this.position += 1;
      return next === '+' && parts.length === 1 && parts[0] !== '*' ? [`${parts[0]}*`] : ['*'];
    }
    if (next !== '?') return parts;
    this.position += 1;
    // An optional separator is one way of writing, not another name.
    return separator ? parts : ['', ...parts];
  }

  atom() {
    const char = this.source[this.position++];
    if (char === '^') return { parts: [START] };
    if (char === '$') return { parts: [END] };
    if (char === '.') return { parts: ['*'] };
    if (char === '[') return this.characterClass();
    if (char === '\\') return this.escape();
    if (char !== '(') return { parts: [char], separator: /[-_.]/.test(char) };
    const look = /^\?(<?[!=])/.exec(this.source.slice(this.position));
    const head = /^\?(?::|<\w+>)/.exec(this.source.slice(this.position));
    if (look) this.position += look[0].length;
    else if (head) this.position += head[0].length;
    const parts = this.branches();
    if (this.peek() !== ')') throw new Error('open group');
    this.position += 1;
    return { parts: look ? [''] : parts };
  }

  characterClass() {
    const end = this.source.indexOf(']', this.position + 1);
    if (end < 0) throw new Error('open class');
    const body = this.source.slice(this.position, end);
    this.position = end + 1;
    if (/^[-_.: \\]+$/.test(body))
      return { parts: [body.includes('_') ? '_' : body.replaceAll('\\', '')[0]], separator: true };
    return { parts: [/^\w$/.test(body) ? body : '*'] };
  }

  escape() {
    const char = this.source[this.position++];
    if (char === 'b' || char === 'B') return { parts: [''] };
    if (/[wdsDWS]/.test(char)) return { parts: ['*'] };
    return { parts: [char], separator: /[-_.]/.test(char) };
  }

  peek() {
    return this.source[this.position];
  }
}
