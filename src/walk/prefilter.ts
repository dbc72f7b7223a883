/**
 * Does a file hold any of the rules' keywords? One case-insensitive pass over raw bytes with an Aho-Corasick
 * automaton: its speed does not depend on how many keywords there are.
 */

const ALPHABET = 256;

/** ASCII letters folded to lower case; every other byte stands for itself. */
const FOLD = Uint8Array.from({ length: ALPHABET }, (_, byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));

export class Prefilter {
  /** `state * 256 + byte` → next state, negative (bitwise complement) when a keyword ends there. */
  readonly #next: Int32Array;

  constructor(keywords: readonly string[]) {
    this.#next = build(
      [...new Set(keywords.map(keyword => keyword.toLowerCase()))].filter(keyword => keyword.length > 0),
    );
  }

  /** True at the first keyword met. */
  hits(bytes: Uint8Array): boolean {
    const next = this.#next;
    let state = 0;
    for (let i = 0; i < bytes.length; i++) {
      state = next[(state << 8) | (FOLD[bytes[i] as number] as number)] as number;
      if (state < 0) return true;
    }
    return false;
  }
}

/** Which of the keywords a file holds: a rule none of whose keywords occurs cannot match and need not be asked. */
export class KeywordIndex {
  readonly #keywords: readonly string[];
  readonly #next: Int32Array;
  /** State → keyword that ends there (or -1), and the next shorter state at which another one ends (or 0). */
  readonly #ends: Int32Array;
  readonly #shorter: Int32Array;

  constructor(keywords: readonly string[]) {
    this.#keywords = [...new Set(keywords.map(keyword => keyword.toLowerCase()))].filter(keyword => keyword.length > 0);
    const built = automaton(this.#keywords);
    this.#next = built.next;
    this.#ends = built.ends;
    this.#shorter = built.shorter;
  }

  /** All keywords that occur, in lower case. */
  found(bytes: Uint8Array): ReadonlySet<string> {
    const found = new Set<string>();
    const seen = new Uint8Array(this.#ends.length);
    let state = 0;
    for (let i = 0; i < bytes.length; i++) {
      const target = this.#next[(state << 8) | (FOLD[bytes[i] as number] as number)] as number;
      state = target < 0 ? ~target : target;
      if (target >= 0 || seen[state] === 1) continue;
      for (let at = state; at !== 0 && seen[at] === 0; at = this.#shorter[at] as number) {
        seen[at] = 1;
        const keyword = this.#keywords[this.#ends[at] as number];
        if (keyword !== undefined) found.add(keyword);
      }
    }
    return found;
  }
}

const build = (keywords: readonly string[]): Int32Array => automaton(keywords).next;

function automaton(keywords: readonly string[]): { next: Int32Array; ends: Int32Array; shorter: Int32Array } {
  const patterns = keywords.map(keyword => Buffer.from(keyword, 'utf8'));
  const limit = patterns.reduce((sum, pattern) => sum + pattern.length, 1);
  const table = new Int32Array(limit * ALPHABET).fill(-1);
  const terminal = new Uint8Array(limit);
  const ends = new Int32Array(limit).fill(-1);
  let states = 1;
  for (const [id, pattern] of patterns.entries()) {
    let state = 0;
    for (const byte of pattern) {
      const at = state * ALPHABET + (FOLD[byte] as number);
      if ((table[at] as number) < 0) table[at] = states++;
      state = table[at] as number;
    }
    terminal[state] = 1;
    ends[state] = id;
  }
  // Breadth first: fill in the failure transitions, so that matching never steps back.
  const fail = new Int32Array(states);
  const shorter = new Int32Array(states);
  const queue: number[] = [];
  for (let byte = 0; byte < ALPHABET; byte++) {
    const target = table[byte] as number;
    if (target < 0) table[byte] = 0;
    else queue.push(target);
  }
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head] as number;
    const back = fail[state] as number;
    if (terminal[back] === 1) terminal[state] = 1;
    shorter[state] = (ends[back] as number) >= 0 ? back : (shorter[back] as number);
    for (let byte = 0; byte < ALPHABET; byte++) {
      const at = state * ALPHABET + byte;
      const target = table[at] as number;
      const fallback = table[(fail[state] as number) * ALPHABET + byte] as number;
      if (target < 0) table[at] = fallback;
      else {
        fail[target] = fallback;
        queue.push(target);
      }
    }
  }
  const used = table.slice(0, states * ALPHABET);
  for (let i = 0; i < used.length; i++) {
    const target = used[i] as number;
    if (terminal[target] === 1) used[i] = ~target;
  }
  return { next: used, ends: ends.slice(0, states), shorter };
}
