import { describe, expect, test } from 'vitest';
import { createReader } from '../../src/read/manifest/index.ts';
import { millisecondsFor, shown, TOO_LONG } from './shown.ts';

const read = await shown(createReader);
const facts = (path: string, text: string): readonly string[] => read(path, text).facts;

describe('npm', () => {
  test('package.json', async () => {
    const text =
      '{\n  "name": "x",\n  "dependencies": { "openai": "^4", "ai": "npm:@real/ai@1" },\n  "devDependencies": {\n    "@types/node": "20"\n  },\n  "peerDependencies": { "p": "*" }, "optionalDependencies": { "o": "1" },\n  "scripts": { "openai": "x" }\n}\n';
    expect(read('web/package.json', text)).toEqual({
      facts: [
        '3:22-28 npm openai ^4',
        '3:48-56 npm @real/ai 1',
        '5:6-17 npm @types/node 20 dev',
        '7:26-27 npm p *',
        '7:64-65 npm o 1',
        '8:27-28 command',
      ],
      diagnostics: [],
    });
    const [first] = (await createReader())({ path: 'package.json', text }).facts;
    expect(first?.extent).toEqual({ line: 3, column: 21, endLine: 3, endColumn: 35 });
  });

  test('a broken package.json is reported and read as far as it goes', () => {
    const { facts: found, diagnostics } = read(
      'package.json',
      '{\r\n "dependencies": {\r\n  "a": "1"\r\n  "b": "2",\r\n',
    );
    expect(found).toEqual(['3:4-5 npm a 1', '4:4-5 npm b 2']);
    expect(diagnostics).toEqual(['4 syntax-error: not valid JSON']);
  });

  test('package-lock.json: the top of the tree, each package once', () => {
    const v3 = `{ "lockfileVersion": 3, "packages": {
  "": { "dependencies": { "openai": "^4" } },
  "node_modules/openai": { "version": "4.1.0", "dependencies": { "x": "1" } },
  "node_modules/@a/b": { "version": "2.0.0", "dev": true },
  "node_modules/openai/node_modules/c": { "version": "3.0.0" },
  "packages/own": { "version": "1.0.0" }
} }`;
    expect(facts('package-lock.json', v3)).toEqual([
      '3:17-23 npm openai 4.1.0 lock',
      '4:17-21 npm @a/b 2.0.0 dev lock',
    ]);
    const v1 =
      '{ "dependencies": {\n  "a": { "version": "1.0.0", "dev": true, "requires": { "b": "1" },\n    "dependencies": { "c": { "version": "9" } } },\n  "b": { "version": "2.0.0" } } }';
    expect(facts('npm-shrinkwrap.json', v1)).toEqual(['2:4-5 npm a 1.0.0 dev lock', '4:4-5 npm b 2.0.0 lock']);
  });

  test('yarn.lock, classic and newer', () => {
    const classic =
      '# yarn lockfile v1\n\n\n"@a/b@^1.0.0", "@a/b@^1.2":\n  version "1.2.3"\n  dependencies:\n    openai "^4"\n\nopenai@^4:\n  version "4.5.6"\n\nopenai@^3:\n  version "3.0.0"\n';
    expect(facts('yarn.lock', classic)).toEqual(['4:2-6 npm @a/b 1.2.3 lock', '9:1-7 npm openai 4.5.6 lock']);
    const berry =
      '__metadata:\n  version: 8\n\n"alias@npm:openai@^4":\n  version: 4.0.0\n\n"@a/b@npm:^1, @a/b@npm:^2":\n  version: 1.5.0\n  dependencies:\n    zod: "npm:^3"\n\n"own@workspace:.":\n  version: 0.0.0-use.local\n';
    expect(facts('yarn.lock', berry)).toEqual(['4:12-18 npm openai 4.0.0 lock', '7:2-6 npm @a/b 1.5.0 lock']);
  });

  test('pnpm-lock.yaml, versions 5, 6 and 9', () => {
    const v5 =
      'lockfileVersion: 5.4\n\ndependencies:\n  openai: 4.0.0\n\npackages:\n\n  /openai/4.0.0:\n    resolution: {integrity: x}\n    dev: false\n\n  /@a/b/1.0.0_zod@3:\n    dev: true\n';
    expect(facts('pnpm-lock.yaml', v5)).toEqual(['8:4-10 npm openai 4.0.0 lock', '12:4-8 npm @a/b 1.0.0 dev lock']);
    const v9 =
      "packages:\n\n  '@a/b@1.0.0':\n    resolution: {}\n\n  openai@4.0.0(zod@3):\n    resolution: {}\n\n  a@https://codeload.example.com/x/tar.gz/1:\n    resolution: {}\n\nsnapshots:\n\n  other@1.0.0: {}\n";
    expect(facts('pnpm-lock.yaml', v9)).toEqual(['3:4-8 npm @a/b 1.0.0 lock', '6:3-9 npm openai 4.0.0 lock']);
  });

  test('bun.lock', () => {
    const text =
      '{\n  // text\n  "workspaces": { "": { "dependencies": { "openai": "^4" } } },\n  "packages": {\n    "openai": ["openai@4.0.0", "", {}, "sha"],\n    "@a/b": ["@a/b@1.0.0"],\n    "x/openai": ["openai@3.0.0"],\n  },\n}\n';
    expect(read('bun.lock', text)).toEqual({
      facts: ['5:6-12 npm openai 4.0.0 lock', '6:6-10 npm @a/b 1.0.0 lock'],
      diagnostics: [],
    });
  });
});

describe('Python', () => {
  test('requirements.txt', () => {
    const text = `# c
OpenAI[datalib, x]>=1.0,<2 ; python_version > "3" # why
Azure_AI.Inference == 1.0b1 \\
    --hash=sha256:abc \\
    --hash=sha256:def
-r base.txt
--index-url https://x/simple
plain
at @ https://x/at-1.whl
-e git+https://x/r.git#egg=Egg_Name
git+https://x/y.git@v1#egg=other[e]
./local
https://x/z-1.0-py3-none-any.whl
`;
    expect(read('requirements.txt', text)).toEqual({
      facts: [
        '2:1-7 pypi openai >=1.0,<2 [datalib,x]',
        '3:1-19 pypi azure-ai-inference == 1.0b1',
        '8:1-6 pypi plain',
        '9:1-3 pypi at https://x/at-1.whl',
        '10:28-36 pypi egg-name',
        '11:28-33 pypi other [e]',
      ],
      diagnostics: [],
    });
  });

  test('what the file is for shows in its name', () => {
    expect(facts('requirements-dev.txt', 'a\r\nb==1\r\n')).toEqual(['1:1-2 pypi a dev', '2:1-2 pypi b ==1 dev']);
    expect(facts('constraints.txt', 'a==1\n')).toEqual(['1:1-2 pypi a ==1 lock']);
    expect(facts('developer-requirements.in', 'a\n')).toEqual(['1:1-2 pypi a']);
  });

  test('prose under that name is reported once', () => {
    const { facts: found, diagnostics } = read('requirements.txt', 'You must be able to do this.\nAnd that as well!\n');
    expect(found).toEqual([]);
    expect(diagnostics).toEqual(['1 syntax-error: lines that are no requirements']);
  });

  test('pyproject.toml', () => {
    const text = `[build-system]
requires = ["hatchling"]
[project]
dependencies = [
  "OpenAI>=1",  # c
  'b[x] ; extra == "y"',
]
[project.optional-dependencies]
web = ["c"]
test = ["d"]
[dependency-groups]
lint = ["e", { include-group = "test" }]
[tool.poetry.dependencies]
python = "^3.12"
langchain-openai = "^0.2"
f = { version = "^1", extras = ["g"] }
[tool.poetry.group.dev.dependencies]
h = "*"
[tool.poetry.dependencies.i]
version = "^2"
[tool.uv]
dev-dependencies = ["j"]
[tool.llm]
provider = "k"
`;
    expect(facts('pyproject.toml', text)).toEqual([
      '5:4-10 pypi openai >=1',
      '6:4-5 pypi b [x]',
      '9:9-10 pypi c',
      '10:10-11 pypi d dev',
      '12:10-11 pypi e dev',
      '15:1-17 pypi langchain-openai ^0.2',
      '16:1-2 pypi f ^1 [g]',
      '18:1-2 pypi h * dev',
      '19:27-28 pypi i ^2',
      '22:22-23 pypi j dev',
      '23:2-10 tool.llm = {provider: "k"} @23:1-24:15',
      '24:1-9 tool.llm.provider = "k" @24:12-15',
    ]);
  });

  test('a faulty line in pyproject.toml does not cost the rest', () => {
    const { facts: found, diagnostics } = read('pyproject.toml', '[project]\nname = oops\ndependencies = ["a"]\n');
    expect(found).toEqual(['3:18-19 pypi a']);
    expect(diagnostics).toHaveLength(1);
  });

  test('setup.cfg, Pipfile and its lock', () => {
    const cfg =
      '[metadata]\nname = x\n[options]\ninstall_requires =\n    OpenAI>=1 # c\n    b\n[options.extras_require]\ntests = c\nweb =\n  d\n';
    expect(facts('setup.cfg', cfg)).toEqual([
      '5:5-11 pypi openai >=1',
      '6:5-6 pypi b',
      '8:9-10 pypi c dev',
      '10:3-4 pypi d',
    ]);
    const pipfile =
      '[packages]\nopenai = "*"\nb = {version = "==1", extras = ["x"]}\n[dev-packages]\n"c" = "*"\n[requires]\npython_version = "3"\n';
    expect(facts('Pipfile', pipfile)).toEqual(['2:1-7 pypi openai *', '3:1-2 pypi b ==1 [x]', '5:2-3 pypi c * dev']);
    const lock =
      '{\n "_meta": {"hash": {"sha256": "x"}},\n "default": {\n  "openai": { "hashes": ["a"], "version": "==1.2" }\n },\n "develop": { "c": { "version": "==3" } }\n}';
    expect(facts('Pipfile.lock', lock)).toEqual(['4:4-10 pypi openai 1.2 lock', '6:16-17 pypi c 3 dev lock']);
  });

  test.for(['poetry.lock', 'uv.lock', 'pdm.lock'])('%s', name => {
    const text =
      'version = 1\n\n[[package]]\nname = "openai"\nversion = "1.2.3"\n\n[package.dependencies]\nname = "x"\nhttpx = ">=0.2"\n\n[[package]]\nname = "Typing_Extensions"\nversion = "4"\n';
    expect(facts(name, text)).toEqual(['4:9-15 pypi openai 1.2.3 lock', '12:9-26 pypi typing-extensions 4 lock']);
  });

  test('environment.yml of conda', () => {
    const text =
      'name: x\nchannels:\n  - conda-forge\ndependencies:\n  - python=3.12\n  - conda-forge::openai>=1 # c\n  - pip\n  - pip:\n      - LangChain_OpenAI==0.2\n      - -r requirements.txt\n  - numpy\nvariables:\n  KEY: v\n';
    expect(facts('environment.yml', text)).toEqual([
      '5:5-11 conda python =3.12',
      '6:18-24 conda openai >=1',
      '7:5-8 conda pip',
      '9:9-25 pypi langchain-openai ==0.2',
      '11:5-10 conda numpy',
      '1:1-5 name = "x" @1:7-8',
      '12:1-10 variables = {KEY: "v"} @13:3-9',
      '13:3-6 variables.KEY = "v" @13:8-9',
    ]);
  });
});

describe('.NET', () => {
  test('project files and central versions', () => {
    const text = `<?xml version="1.0"?>
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><AiVersion>2.1.0</AiVersion></PropertyGroup>
  <!-- <PackageReference Include="Commented" /> -->
  <ItemGroup Condition="'$(X)' == ''">
    <PackageReference Include="Azure.AI.OpenAI" Version="$(AiVersion)" />
    <PackageReference Update='B' ><Version>1.0</Version></PackageReference>
    <PackageReference Include="C;D" />
    <ProjectReference Include="..\\Own.csproj" />
    <PackageVersion Include="E" Version="3" />
    <GlobalPackageReference Include="F" Version="4" />
  </ItemGroup>
</Project>
`;
    const expected = [
      '6:32-47 nuget Azure.AI.OpenAI 2.1.0',
      '7:31-32 nuget B 1.0',
      '8:32-33 nuget C',
      '8:34-35 nuget D',
      '10:30-31 nuget E 3',
      '11:38-39 nuget F 4',
    ];
    for (const name of ['app.csproj', 'app.fsproj', 'Directory.Packages.props', 'Directory.Build.props'])
      expect(read(name, text)).toEqual({ facts: expected, diagnostics: [] });
  });

  test('an element that is never closed is reported, the others count', () => {
    const { facts: found, diagnostics } = read(
      'a.csproj',
      '<Project>\n<ItemGroup>\n<PackageReference Include="A" Version="1">\n<PackageReference Include="B" />\n</ItemGroup>\n</Project>',
    );
    expect(found).toEqual(['3:28-29 nuget A 1', '4:28-29 nuget B']);
    expect(diagnostics).toEqual(['5 syntax-error: </ItemGroup> closes nothing that is open']);
  });

  test('packages.config', () => {
    const text =
      '<packages>\r\n  <package id="Azure.AI.OpenAI" version="1.0" targetFramework="net48" />\r\n  <package id="T" version="2" developmentDependency="true" />\r\n</packages>';
    expect(facts('packages.config', text)).toEqual(['2:16-31 nuget Azure.AI.OpenAI 1.0', '3:16-17 nuget T 2 dev']);
  });
});

describe('Java', () => {
  test('pom.xml', () => {
    const text = `<project>
  <parent><groupId>org.p</groupId><version>9</version></parent>
  <properties><ai.version>1.0</ai.version><all>\${ai.version}-x</all></properties>
  <dependencyManagement><dependencies>
    <dependency><groupId>org.s</groupId><artifactId>bom</artifactId><version>\${ai.version}</version></dependency>
  </dependencies></dependencyManagement>
  <dependencies>
    <dependency>
      <groupId>com.azure</groupId>
      <artifactId>azure-ai-openai</artifactId>
      <version>\${all}</version>
      <exclusions><exclusion><groupId>e</groupId><artifactId>f</artifactId></exclusion></exclusions>
    </dependency>
    <dependency><groupId>\${project.groupId}</groupId><artifactId> own </artifactId><version>\${unknown}</version></dependency>
    <dependency><groupId>j</groupId><artifactId>k</artifactId><scope>test</scope></dependency>
    <!-- <dependency><groupId>c</groupId><artifactId>d</artifactId></dependency> -->
  </dependencies>
  <build><plugins><plugin><groupId>n</groupId><artifactId>o</artifactId></plugin></plugins></build>
</project>
`;
    expect(read('pom.xml', text)).toEqual({
      facts: [
        '5:53-56 maven org.s:bom 1.0',
        '10:19-34 maven com.azure:azure-ai-openai 1.0-x',
        '14:67-70 maven org.p:own ${unknown}',
        '15:49-50 maven j:k dev',
      ],
      diagnostics: [],
    });
  });

  test('build.gradle', () => {
    const text = `plugins { id 'java' }
ext { set('springAiVersion', "1.0.0") }
def v = '2'
repositories { maven { url 'https://x:1/y' } }
dependencies {
    // implementation 'a:commented:1'
    implementation 'dev.langchain4j:langchain4j-azure-open-ai:1.0.0'
    implementation platform("org.s:bom:\${springAiVersion}"), "b:c:$v"
    testImplementation group: 'd', name: 'e',
        version: '3'
    implementation project(':own')
    implementation libs.openai
    implementation('f:g') { exclude group: 'h', module: 'i' }
    runtimeOnly files('j:k.jar')
}
dependencyManagement { imports { mavenBom "l:m:$springAiVersion" } }
`;
    expect(facts('build.gradle', text)).toEqual([
      '7:21-62 maven dev.langchain4j:langchain4j-azure-open-ai 1.0.0',
      '8:30-39 maven org.s:bom 1.0.0',
      '8:63-66 maven b:c 2',
      '9:43-44 maven d:e 3 dev',
      '13:21-24 maven f:g',
      '16:44-47 maven l:m 1.0.0',
    ]);
  });

  test('build.gradle.kts and the catalog of settings.gradle', () => {
    const text =
      'val v = "2"\nextra["w"] = "3"\ndependencies {\n    implementation("a:b:$v")\n    "custom"("c:d:${property("w")}")\n    api(group = "e", name = "f", version = "4")\n    because("x: y")\n}\n';
    expect(facts('build.gradle.kts', text)).toEqual([
      '4:21-24 maven a:b 2',
      '5:15-18 maven c:d',
      '6:30-31 maven e:f 4',
    ]);
    const catalog =
      "dependencyResolutionManagement { versionCatalogs { libs {\n  library('x', 'a:b:1')\n  library('y', 'c', 'd').version('2')\n} } }\n";
    expect(facts('settings.gradle', catalog)).toEqual(['2:17-20 maven a:b 1', '3:22-23 maven c:d 2']);
  });

  test('a version catalog', () => {
    const text =
      '[versions]\nai = "1.0"\nr = { strictly = "2" }\n[libraries]\na = { module = "com.azure:azure-ai-openai", version.ref = "ai" }\nb = { group = "g", name = "h", version.ref = "r" }\nc = "i:j:3"\nd = { module = "k:l", version = "4" }\n[plugins]\np = { id = "m:n", version = "5" }\n';
    expect(facts('gradle/libs.versions.toml', text)).toEqual([
      '5:17-42 maven com.azure:azure-ai-openai 1.0',
      '6:28-29 maven g:h 2',
      '7:6-9 maven i:j 3',
      '8:17-20 maven k:l 4',
    ]);
  });
});

describe('other ecosystems', () => {
  test('go.mod', () => {
    const text =
      'module example.com/x\n\ngo 1.22\n\nrequire github.com/a/b v1.0.0 // c\nrequire (\n\tgithub.com/openai/openai-go/v3 v3.1.0\n\t// github.com/no/no v1.0.0\n\tgolang.org/x/net v0.1.0 // indirect\n)\nreplace github.com/a/b => github.com/r/r v2.0.0\nexclude (\n\tgithub.com/e/e v1.0.0\n)\n';
    expect(facts('go.mod', text)).toEqual([
      '1:8-21 module = "example.com/x" @1:8-21',
      '5:9-23 go github.com/a/b v1.0.0',
      '7:2-32 go github.com/openai/openai-go/v3 v3.1.0',
      '9:2-18 go golang.org/x/net v0.1.0',
    ]);
  });

  test('Gemfile and its lock', () => {
    const text =
      "source 'https://rubygems.org'\n# gem 'no'\ngem 'ruby-openai', '~> 7.0', '>= 7.1', require: 'openai'\ngem \"b\", group: :test\ngroup :development, :test do\n  gem 'c'\nend\ngem('d', git: 'https://x')\n";
    expect(facts('Gemfile', text)).toEqual([
      '3:6-17 gem ruby-openai ~> 7.0, >= 7.1',
      '4:6-7 gem b dev',
      '6:8-9 gem c dev',
      '8:6-7 gem d',
    ]);
    const lock =
      'GEM\n  remote: https://rubygems.org/\n  specs:\n    ruby-openai (7.1.0)\n      faraday (>= 1)\n    faraday (2.0)\n\nDEPENDENCIES\n  ruby-openai (~> 7.0)\n';
    expect(facts('Gemfile.lock', lock)).toEqual(['4:5-16 gem ruby-openai 7.1.0 lock', '6:5-12 gem faraday 2.0 lock']);
  });

  test('Composer', () => {
    const text =
      '{\n "require": { "php": ">=8", "ext-json": "*", "openai-php/client": "^0.8" },\n "require-dev": { "a/b": "1" }\n}';
    expect(facts('composer.json', text)).toEqual([
      '2:47-64 composer openai-php/client ^0.8',
      '3:20-23 composer a/b 1 dev',
    ]);
    const lock =
      '{ "packages": [\n { "name": "a/b", "version": "v1", "require": { "c/d": "1" }, "authors": [{ "name": "N" }] }\n], "packages-dev": [ { "name": "e/f", "version": "2" } ] }';
    expect(facts('composer.lock', lock)).toEqual(['2:13-16 composer a/b v1 lock', '3:33-36 composer e/f 2 dev lock']);
  });

  test('Cargo', () => {
    const text =
      '[package]\nname = "x"\n[dependencies]\nasync-openai = "0.2"\nb = { version = "1", features = ["f"] }\nc = { package = "real", version = "2" }\n[dependencies.d]\nversion = "3"\n[dev-dependencies]\ne = "4"\n[target.\'cfg(unix)\'.dependencies]\nf = "5"\n[workspace.dependencies]\ng = "6"\n[features]\ndependencies = []\n';
    expect(facts('Cargo.toml', text)).toEqual([
      '4:1-13 cargo async-openai 0.2',
      '5:1-2 cargo b 1',
      '6:18-22 cargo real 2',
      '7:15-16 cargo d 3',
      '10:1-2 cargo e 4 dev',
      '12:1-2 cargo f 5',
      '14:1-2 cargo g 6',
    ]);
    const lock = 'version = 3\n\n[[package]]\nname = "async-openai"\nversion = "0.2.1"\ndependencies = [\n "x",\n]\n';
    expect(facts('Cargo.lock', lock)).toEqual(['4:9-21 cargo async-openai 0.2.1 lock']);
  });
});

test('a file of another name gives nothing', () => {
  expect(read('notes.txt', 'openai==1\n')).toEqual({ facts: [], diagnostics: [] });
});

test.for<[string, string]>([
  ['package-lock.json', `{"packages":{${'"node_modules/p":{"version":"1"},'.repeat(20_000)}}}`],
  ['package.json', '{"a":['.repeat(100_000)],
  ['yarn.lock', `a@b${':'.repeat(500_000)}x`],
  ['pnpm-lock.yaml', `packages:\n  ${'a@'.repeat(300_000)}\n  ${':'.repeat(300_000)}x`],
  ['pom.xml', '<a b="'.repeat(100_000)],
  ['a.csproj', '<a>'.repeat(100_000)],
  ['build.gradle', `"${'\\"'.repeat(300_000)}`],
  ['requirements.txt', `${'a-'.repeat(300_000)} !`],
  ['environment.yml', `dependencies:\n - a${' '.repeat(300_000)}x`],
])('%s: a hostile file is read in linear time', async ([path, text]) => {
  expect(millisecondsFor(await createReader(), path, text)).toBeLessThan(TOO_LONG);
});
