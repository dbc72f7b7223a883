/**
 * Kotlin that the grammar trips over, said in a way it does not: line ends where it takes a declaration or statement
 * for finished, and the comma after the last type argument. Every change keeps the length, so places stay true.
 */

const TRAILING_COMMA = /,(?=\s*>)/g;
/** `class A` and its constructor on the next line. */
const CONSTRUCTOR =
  /\bclass\s+\w+(?:<[^<>()]*>)?\s+(?:@[\w.]+(?:\([^()]*\))?\s+)*(?:(?:private|internal|protected|public)\s+)?constructor\b/g;
/** `}` and what goes on with it on the next line. */
const CONTINUED = /\}\s+(?=(?:catch|finally|else)\b)/g;
/** A lone CR ends a line in Kotlin, but not for the grammar. */
const LONE_RETURN = /\r(?!\n)/g;

const onOneLine = (text: string): string => text.replace(/[\r\n]/g, ' ');

/** The text as the grammar can read it, of the same length. */
export function parseable(text: string): string {
  return text
    .replace(LONE_RETURN, '\n')
    .replace(TRAILING_COMMA, ' ')
    .replace(CONSTRUCTOR, onOneLine)
    .replace(CONTINUED, onOneLine);
}
