import { expect, test } from 'vitest';
import { createReader } from '../../src/read/dockerfile/index.ts';
import { readerFor } from '../../src/read/index.ts';
import { lines } from './command-lines.ts';

const reader = await createReader();
const read = (source: string, ...kinds: Parameters<typeof lines>[3][]): string[] =>
  lines(reader, 'Dockerfile', source, ...kinds);

test('variables and labels', () => {
  const source =
    'ARG A\nARG B=c\nFROM x:1 AS build\nENV D=e \\\n    # note\n    F="g $H"\nENV OLD some words\nLABEL i="j"\n';
  expect(read(source, 'setting')).toEqual([
    '1:5-6 setting ARG.A = env A',
    '2:5-6 setting ARG.B = "c"',
    '4:5-6 setting ENV.D = "e"',
    '6:5-6 setting ENV.F = `g *`',
    '7:5-8 setting ENV.OLD = "some words"',
    '8:7-8 setting LABEL.i = "j"',
  ]);
  expect(reader({ path: 'Dockerfile', text: source }).facts.at(-1)?.scope).toBe('build');
});

test('commands of every form', () => {
  const source =
    'FROM x\nRUN --mount=type=cache,target=/c tool a \\\n  # note\n  --k v && \\\r\n  pip install p==1\nRUN <<EOF\ntool b\nEOF\nCMD ["tool", "c", "--k", "v"]\nHEALTHCHECK --interval=5s CMD tool d\nSHELL ["pwsh", "-c"]\nRUN New-It -Type `\n';
  expect(read(source, 'command', 'dependency')).toEqual([
    '2:34-40 command tool "a" --k="v"',
    '5:3-19 command pip "install" "p==1"',
    '5:15-16 dependency pypi p ==1',
    '7:1-7 command tool "b"',
    '9:7-16 command tool "c" --k="v"',
    '10:31-37 command tool "d"',
    '12:5-11 command New-It  -Type=true',
  ]);
});

test('file names', () => {
  for (const path of ['Dockerfile', 'a/web.Dockerfile', 'Dockerfile.dev', 'Containerfile'])
    expect(readerFor(path)?.language).toBe('dockerfile');
  expect(readerFor('src/dockerfiles.md')?.language).not.toBe('dockerfile');
});

test('long and unfinished input', () => {
  const start = performance.now();
  for (const text of [
    'RUN <<EOF\n'.repeat(3000),
    'ENV A=\\\n'.repeat(50_000),
    `ENV ${'"'.repeat(100_001)}`,
    'RUN a \\\n# c\n'.repeat(20_000),
  ])
    reader({ path: 'Dockerfile', text });
  expect(performance.now() - start).toBeLessThan(15_000);
});
