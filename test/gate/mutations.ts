/** What happens to code that changes nothing about what it is tied to, and what does. */
import * as prettier from 'prettier';

export interface Mutation {
  readonly name: string;
  /** The file after it; `undefined` where it does not apply. */
  apply(path: string, text: string): Promise<string | undefined> | string | undefined;
}

const PARSERS: Readonly<Record<string, string>> = {
  ts: 'typescript',
  tsx: 'typescript',
  js: 'babel',
  json: 'json',
  yaml: 'yaml',
  yml: 'yaml',
  vue: 'vue',
};

const endingOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

function formatted(options: prettier.Options): Mutation['apply'] {
  return async (path, text) => {
    const parser = PARSERS[endingOf(path)];
    if (parser === undefined) return undefined;
    try {
      return await prettier.format(text, { parser, ...options });
    } catch {
      return undefined;
    }
  };
}

/** Comments that mean nothing, in the style of the language. */
function remark(path: string): string | undefined {
  if (/\.(?:py|tf|tfvars|ya?ml|toml|sample|example|properties|ini)$|Dockerfile$/.test(path)) return '# a remark';
  if (/\.(?:ts|tsx|js|cs|java|go|bicep|bicepparam|mod)$/.test(path)) return '// a remark';
  return undefined;
}

/** Every argument of a call on a line of its own, as black does with a trailing comma. */
function exploded(text: string): string {
  return text.replace(
    /^([ \t]*)([^\n#'"()]*[\w\])])\(([^\n()'"#]*=[^\n()#]*)\)([^\n]*)$/gm,
    (whole, indent: string, head: string, args: string, rest: string) => {
      if (/[[{'"\\]/.test(args.replace(/"[^"]*"/g, '')) || /\bdef\b|\bclass\b|\blambda\b/.test(head)) return whole;
      const list = args.split(/,\s*(?=\w+=)/);
      return `${indent}${head}(\n${list.map(arg => `${indent}    ${arg.trim()},\n`).join('')}${indent})${rest}`;
    },
  );
}

export const HARMLESS: readonly Mutation[] = [
  {
    name: 'lines inserted above',
    apply(path, text) {
      const line = remark(path);
      return line === undefined
        ? undefined
        : `${line}\n\n${text}`.replaceAll(/\n(?=(?:def|class|resource|module|export|public) )/g, `\n${line}\n\n`);
    },
  },
  { name: 'prettier, narrow', apply: formatted({ printWidth: 40, singleQuote: true }) },
  {
    name: 'prettier, wide, tabs',
    apply: formatted({ printWidth: 320, useTabs: true, semi: false, trailingComma: 'none' }),
  },
  {
    name: 'black: quotes and one argument a line',
    apply: (path, text) =>
      endingOf(path) === 'py' ? exploded(text).replace(/(?<!["\w'])'([^'"\n\\]*)'(?!')/g, '"$1"') : undefined,
  },
  {
    name: 'terraform fmt: aligned',
    apply: (path, text) =>
      /^tf(?:vars)?$/.test(endingOf(path))
        ? text.replace(
            /^([ \t]*)([\w-]+)[ \t]*=[ \t]+(?=\S)/gm,
            (_, indent: string, name: string) => `${indent.replaceAll('\t', '  ')}${name.padEnd(24)} = `,
          )
        : undefined,
  },
  {
    name: 'dotnet format: braces and indents',
    apply: (path, text) =>
      /^(?:cs|java)$/.test(endingOf(path))
        ? text
            .replace(/^([ \t]*)(.*\S)[ \t]*\{[ \t]*$/gm, '$1$2\n$1{')
            .replace(/^( {4})+/gm, indent => '\t'.repeat(indent.length / 4))
        : undefined,
  },
  { name: 'line ends of another system', apply: (_, text) => text.replaceAll(/\r?\n/g, '\r\n') },
];
