import { describe, expect, test } from 'vitest';
import { componentOf, findComponents, ownersOf } from '../../src/advise/components.ts';

describe('components', () => {
  test.each([
    ['package.json', 'npm package'],
    ['pyproject.toml', 'Python project'],
    ['setup.py', 'Python project'],
    ['requirements.txt', 'Python project'],
    ['Pipfile', 'Python project'],
    ['Chat.Api.csproj', '.NET project'],
    ['pom.xml', 'Maven module'],
    ['build.gradle.kts', 'Gradle module'],
    ['go.mod', 'Go module'],
    ['Cargo.toml', 'Rust crate'],
    ['Chart.yaml', 'Helm chart'],
    ['main.bicep', 'Bicep deployment'],
    ['main.tf', 'Terraform root or module'],
    ['providers.tf', 'Terraform root or module'],
  ])('%s makes its folder one', (name, kind) => {
    expect(findComponents([`svc/chat/${name}`, 'README.md'])).toContainEqual({ id: 'svc/chat', name: 'chat', kind });
  });

  test('files that only resemble one do not', () => {
    const files = [
      'a/package.json.bak',
      'b/mypackage.json',
      'c/outputs.tf',
      'd/module.bicep',
      'e/requirements-dev.txt',
    ];
    expect(findComponents(files).map(component => component.id)).toEqual(['.']);
  });

  test('the more telling file names the kind, whatever comes first', () => {
    expect(findComponents(['a/requirements.txt', 'a/package.json'])).toContainEqual({
      id: 'a',
      name: 'a',
      kind: 'npm package',
    });
  });

  test('the root is always there, and is what its files say', () => {
    expect(findComponents([])).toEqual([{ id: '.', name: 'root', kind: 'root' }]);
    expect(findComponents(['package.json'])).toEqual([{ id: '.', name: 'root', kind: 'npm package' }]);
  });

  test('sorted, whatever the order of files', () => {
    const files = ['b/go.mod', 'a/go.mod', 'a/x/go.mod'];
    expect(findComponents(files).map(component => component.id)).toEqual(['.', 'a', 'a/x', 'b']);
    expect(findComponents(files.toReversed())).toEqual(findComponents(files));
  });

  test('a file belongs to the deepest component above it', () => {
    const belongs = componentOf(findComponents(['services/chat/package.json', 'services/chat/infra/main.tf']));
    expect(belongs('services/chat/src/deep/app.ts')).toBe('services/chat');
    expect(belongs('services/chat/infra/modules/ai.tf')).toBe('services/chat/infra');
    expect(belongs('services/chatty/app.ts')).toBe('.');
    expect(belongs('services/app.ts')).toBe('.');
    expect(belongs('README.md')).toBe('.');
  });
});

describe('owners', () => {
  const owners = ownersOf(
    [
      '# who owns what',
      '* @everyone',
      '*.tf @platform',
      '/build/ @builders',
      'docs/* @writers',
      'apps/ @apps @second   # two of them',
      '/services/chat @chat',
      'services/chat/legacy',
      '/with\\ space/ @odd',
      '**/logs @logs',
      '[Section][2] @ignored',
      '^[Optional] @ignored',
    ].join('\r\n'),
  );

  test.each<[string, string[]]>([
    ['any/file.py', ['@everyone']],
    ['infra/x/main.tf', ['@platform']],
    ['build/x/y.js', ['@builders']],
    ['other/build/x.js', ['@everyone']],
    ['docs/a.md', ['@writers']],
    ['docs/deep/a.md', ['@everyone']],
    ['apps/x.ts', ['@apps', '@second']],
    ['deep/apps/y/x.ts', ['@apps', '@second']],
    ['services/chat/main.py', ['@chat']],
    ['services/chat/legacy/x.py', []],
    ['other/services/chat/main.py', ['@everyone']],
    ['with space/x', ['@odd']],
    ['deep/logs/today.txt', ['@logs']],
  ])('%s', (path, expected) => {
    expect(owners(path)).toEqual(expected);
  });

  test('nobody without a file', () => {
    expect(ownersOf(undefined)('a.py')).toEqual([]);
    expect(ownersOf('')('a.py')).toEqual([]);
  });
});
