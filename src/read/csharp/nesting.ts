/**
 * The parser's error recovery uses up its stack on brackets nested without end. No code a person wrote comes near the
 * limit; what stands beyond it is left out.
 */

const MAX_DEPTH = 1000;
const TOKEN =
  /\/\/[^\r\n]*|\/\*[^]*?\*\/|@"(?:[^"]|"")*"|"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.){1,8}'|[()[\]{}<>;]/g;

/** The text up to where brackets are nested too deep, and that place. */
export function withoutDeepNesting(text: string): { text: string; cut: number | undefined } {
  let brackets = 0;
  // A less-than sign opens nothing for sure; whatever ends an expression ends it too.
  let angles = 0;
  for (const match of text.matchAll(TOKEN)) {
    switch (match[0]) {
      case '<':
        angles++;
        break;
      case '>':
        if (angles > 0) angles--;
        break;
      case ';':
        angles = 0;
        break;
      case '(':
      case '[':
      case '{':
        brackets++;
        break;
      case ')':
      case ']':
      case '}':
        if (brackets > 0) brackets--;
        angles = 0;
        break;
      default:
    }
    if (brackets + angles > MAX_DEPTH) return { text: text.slice(0, match.index), cut: match.index };
  }
  return { text, cut: undefined };
}
