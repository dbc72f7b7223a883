import { describe, expect, test } from 'vitest';
import { createReader } from '../../src/read/powershell/index.ts';
import { lines } from './command-lines.ts';

const reader = await createReader();
const read = (source: string, ...kinds: Parameters<typeof lines>[3][]): string[] =>
  lines(reader, 'run.ps1', source, ...kinds);

describe('commands', () => {
  test('parameters over continued lines, also with CRLF', () => {
    expect(read('New-Thing -Name a `\r\n  -Type:"Big" -Force\r\nother b\r\n', 'command')).toEqual([
      '1:1-10 command New-Thing  -Name="a" -Type="Big" -Force=true',
      '3:1-8 command other "b"',
    ]);
  });

  test('splatted parameters, pipelines, brackets and blocks', () => {
    const source =
      '$p = @{ Type = "Big"; Size = 3 }\nNew-Thing @p -Name x\n$k = (Get-Key -Name y | Select-Object -First 1).Value\nif ($k) { Use-It $k }\nfunction Go { Do-It }\n';
    expect(read(source, 'command')).toEqual([
      '2:1-10 command New-Thing  -Name="x" -Type="Big"<p -Size=3<p',
      '3:7-14 command Get-Key  -Name="y"',
      '3:25-38 command Select-Object  -First="1"',
      '4:11-20 command Use-It call Get-Key<k',
      '5:15-20 command Do-It',
    ]);
    expect(reader({ path: 'a.ps1', text: source }).facts.at(-1)?.scope).toBe('Go');
  });

  test('comments and messages', () => {
    expect(read('# New-Thing\n<# New-Thing\n#>\nWrite-Host "https://x.example $env:A_B"\n')).toEqual([
      '4:1-40 command Write-Host `https://x.example *`',
    ]);
  });
});

describe('names and values', () => {
  test('assignments, parameters and the environment', () => {
    const source =
      'param([Parameter(Mandatory)][string]$Name, [int]$N = 3)\n[string]$A = "x"\n$env:B_C = $A\n$d = $env:E_F\n$g = [Environment]::GetEnvironmentVariable("H_I")\n';
    expect(read(source, 'definition', 'envRead')).toEqual([
      '1:38-42 definition Name parameter = -',
      '1:50-51 definition N parameter = 3',
      '2:10-11 definition A variable = "x"',
      '3:6-9 definition B_C variable = "x"<A',
      '3:6-9 envRead B_C write = "x"<A',
      '4:2-3 definition d variable = env E_F',
      '4:11-14 envRead E_F read',
      '5:2-3 definition g variable = env H_I',
      '5:45-48 envRead H_I read',
    ]);
  });

  test('texts with holes, here-strings and formats', () => {
    const source = '$n = "x"\n$u = "https://$n.example/$($z.a)/b"\n$v = @"\nA_B=1\n"@\n$w = "{0}.example" -f $q\n';
    expect(read(source, 'definition', 'setting')).toEqual([
      '1:2-3 definition n variable = "x"',
      '2:2-3 definition u variable = `https://x.example/*/b`',
      '3:2-3 definition v variable = "A_B=1"',
      '4:1-4 setting v.A_B = "1"',
      '6:2-3 definition w variable = `*.example`',
    ]);
  });

  test('hashtables with their paths', () => {
    expect(read("$h = @{\n  'api-key' = $k\n  One = @{ Two = 'v' }\n}\n", 'entry')).toEqual([
      '2:4-11 entry h.api-key = ref k',
      '3:3-6 entry h.One = {Two: "v"}',
      '3:12-15 entry h.One.Two = "v"',
    ]);
  });

  test('texts that are compared', () => {
    expect(read('if ($a -eq "one") {}\nswitch ($a) { "two" { x } default { y } }\n', 'string')).toEqual([
      '1:12-17 string "one" compare',
      '2:15-20 string "two" compare',
    ]);
  });

  test('names that are compared with, and members of types', () => {
    const text = 'if ($a -eq $varDesk) {}\nif ($a -eq [ApiType]::Desk) {}\n[Api]::Call("x")\n$b = $c\n';
    const members = reader({ path: 'x.ps1', text }).facts.filter(fact => fact.kind === 'member');
    expect(members).toMatchObject([
      { path: 'varDesk', span: { line: 1, column: 12 } },
      { path: 'ApiType.Desk', name: 'Desk', span: { line: 2, column: 12 } },
    ]);
  });
});

describe('odd input', () => {
  test('what is not closed is reported, what can be read is', () => {
    const { facts, diagnostics } = reader({ path: 'x.ps1', text: 'tool a\nif ($x) {\n' });
    expect(facts.some(fact => fact.kind === 'command')).toBe(true);
    expect(diagnostics).toMatchObject([{ code: 'syntax-error', line: 2 }]);
  });

  test('deep nesting and long lines', () => {
    const start = performance.now();
    for (const text of [
      '('.repeat(50_000),
      '@{a='.repeat(50_000),
      '"$('.repeat(20_000),
      'x '.repeat(300_000),
      '$a = '.repeat(50_000),
      '`'.repeat(100_000),
    ])
      reader({ path: 'x.ps1', text });
    expect(performance.now() - start).toBeLessThan(15_000);
  });
});
