import { describe, expect, test } from 'vitest';
import { commentsOf } from '../../src/read/comments/index.ts';

const REAL = 'untether-ignore-next-line sdk/x -- REAL';
const FAKE = 'untether-ignore-next-line sdk/x -- FAKE';

/** Each sample holds two real comments, or as many as stated, and texts that only look like them. */
const SAMPLES: readonly (readonly [path: string, text: string, count?: number])[] = [
  ['a.py', `# ${REAL}\nx = "# ${FAKE}"\ny = """\n# ${FAKE}\n"""\nz = 1  # ${REAL}\n`],
  [
    'a.ts',
    `// ${REAL}\nconst x = "// ${FAKE}", y = \`\n// ${FAKE}\n\${1 /* ${REAL} */}\`;\nconst r = /\\/\\/ ${FAKE}/;\n`,
  ],
  [
    'a.tsx',
    `const a = (\n  <p>\n    // ${FAKE}\n    {/* ${REAL} */}\n    http://x // ${FAKE}\n  </p>\n);\n// ${REAL}\n`,
  ],
  ['a.js', `#!/usr/bin/env node\n/* ${REAL} */ const x = '/* ${FAKE} */'; // ${REAL}\n`],
  [
    'a.vue',
    `<template><p>// ${FAKE}</p></template>\n<script>\n// ${REAL}\nconst a = '// ${FAKE}'; // ${REAL}\n</script>\n`,
  ],
  ['a.svelte', `<script>\n/* ${REAL} */\nlet a; // ${REAL}\n</script>\n<p>// ${FAKE}</p>\n`],
  ['a.cs', `// ${REAL}\nclass A { string x = "// ${FAKE}"; string y = @"\n// ${FAKE}\n"; /* ${REAL} */ }\n`],
  ['a.razor', `@code {\n  // ${REAL}\n  string x = "// ${FAKE}"; /* ${REAL} */\n}\n<p>text</p>\n`],
  ['a.java', `// ${REAL}\nclass A { String x = "// ${FAKE}"; String y = """\n// ${FAKE}\n"""; /* ${REAL} */ }\n`],
  ['a.go', `package a\n\n// ${REAL}\nvar x = "// ${FAKE}"\nvar y = \`\n// ${FAKE}\n\` // ${REAL}\n`],
  ['a.kt', `// ${REAL}\nval x = "// ${FAKE}"\nval y = """\n// ${FAKE}\n""" /* ${REAL} */\n`],
  ['a.tf', `# ${REAL}\nlocals {\n  x = "# ${FAKE}"\n  y = <<EOT\n# ${FAKE}\nEOT\n  z = 1 // ${REAL}\n}\n`],
  ['a.bicep', `// ${REAL}\nvar x = '// ${FAKE}'\nvar y = '''\n// ${FAKE}\n'''\n/* ${REAL} */\n`],
  [
    'a.yaml',
    `# ${REAL}\nx: "# ${FAKE}"\ny: '# ${FAKE}'\nz: |\n  # ${FAKE}\nw: a#${FAKE.replaceAll(' ', '_')} # ${REAL}\n`,
  ],
  [
    '.github/workflows/a.yml',
    `jobs:\n  a:\n    steps:\n      - run: |\n          # ${REAL}\n          echo "# ${FAKE}"\n        name: "# ${FAKE}" # ${REAL}\n`,
  ],
  ['a.jsonc', `{\n  // ${REAL}\n  "x": "// ${FAKE}", /* ${REAL} */\n}\n`],
  ['a.json', `{\n  "x": "// ${FAKE}"\n}\n`, 0],
  ['a.toml', `# ${REAL}\nx = "# ${FAKE}"\ny = '''\n# ${FAKE}\n'''\nz = 1 # ${REAL}\n`],
  [
    'a.sh',
    `#!/bin/bash\n# ${REAL}\nx="# ${FAKE}"\ncat <<EOF\n# ${FAKE}\nEOF\necho \${#x} a#${FAKE.replaceAll(' ', '_')} '# ${FAKE}' # ${REAL}\n`,
  ],
  ['Makefile', `# ${REAL}\nall:\n\techo "# ${FAKE}" # ${REAL}\n`],
  ['a.ps1', `# ${REAL}\n$x = "# ${FAKE}"\n$y = @"\n# ${FAKE}\n"@\n$z = '# ${FAKE}'\n<# ${REAL} #>\n`],
  ['Dockerfile', `# ${REAL}\nFROM x\nENV A="# ${FAKE}"\nRUN echo '# ${FAKE}'\n  # ${REAL}\n`],
  ['.env', `# ${REAL}\nA="# ${FAKE}\n# ${FAKE}"\nB=x#${FAKE.replaceAll(' ', '_')}\nC='# ${FAKE}'\nD=1 # ${REAL}\n`],
  ['a.properties', `# ${REAL}\nx=# ${FAKE}\ny=a \\\n# ${FAKE}\n! ${REAL}\n`],
  ['a.ini', `; ${REAL}\n[x]\ny = ; ${FAKE}\n# ${REAL}\n`],
  ['a.xml', `<a x="<!-- ${FAKE} -->"><!-- ${REAL} --><![CDATA[<!-- ${FAKE} -->]]>\n<!--\n ${REAL}\n--></a>\n`],
  ['pom.xml', `<project><!-- ${REAL} --><name>x</name><!-- ${REAL} --></project>\n`],
  ['a.csproj', `<Project><!-- ${REAL} --><X Y="<!-- ${FAKE} -->" /><!-- ${REAL} --></Project>\n`],
  ['requirements.txt', `# ${REAL}\nopenai\n  # ${REAL}\n`],
  ['pyproject.toml', `# ${REAL}\n[project]\nname = "# ${FAKE}" # ${REAL}\n`],
  ['build.gradle', `// ${REAL}\ndef x = "// ${FAKE}"\n/* ${REAL} */\n`],
  ['go.mod', `module x // ${REAL}\n\n// ${REAL}\n`],
  ['package.json', `{ "name": "// ${FAKE}" }\n`, 0],
  ['a.rb', `# ${REAL}\nx = "# ${FAKE}"\ny = <<~EOS\n# ${FAKE}\nEOS\nz = 1 # ${REAL}\n`],
  ['a.php', `<?php\n// ${REAL}\n$x = "// ${FAKE}";\n# ${REAL}\n`],
  ['a.rs', `// ${REAL}\nlet x = "// ${FAKE}"; let y = r#"// ${FAKE}"#; /* ${REAL} */\n`],
  ['a.swift', `// ${REAL}\nlet x = "// ${FAKE}" /* ${REAL} */\n`],
  ['a.sql', `-- ${REAL}\nSELECT '-- ${FAKE}' /* ${REAL} */\n`],
  ['a.lua', `-- ${REAL}\nx = "-- ${FAKE}"\n--[[ ${REAL} ]]\n`],
  ['a.kql', `// ${REAL}\nprint "// ${FAKE}" // ${REAL}\n`],
  ['a.http', `# ${REAL}\nPOST https://x/y\nContent: # ${FAKE}\n// ${REAL}\n`],
];

describe('comments are told by the grammar of their language', () => {
  test.for(SAMPLES)('%s', async ([path, text, count = 2]) => {
    const sheets = await commentsOf(path, text);
    const found = sheets.flatMap(sheet => sheet.comments).filter(comment => comment.text.includes('untether-ignore'));
    expect(found.map(comment => comment.text.includes('FAKE'))).toEqual(Array.from({ length: count }, () => false));
  });

  test.for(SAMPLES)('with other line ends: %s', async ([path, text, count = 2]) => {
    const sheets = await commentsOf(path, text.replaceAll('\n', '\r\n'));
    const found = sheets.flatMap(sheet => sheet.comments).filter(comment => comment.text.includes('untether-ignore'));
    expect(found.filter(comment => comment.text.includes('FAKE'))).toEqual([]);
    expect(found).toHaveLength(count);
  });

  test('a notebook: cell by cell, with lines of the cell', async () => {
    const cells = [
      { cell_type: 'markdown', metadata: {}, source: [`# ${FAKE}`] },
      { cell_type: 'code', metadata: {}, outputs: [], source: ['x = 1\n', `# ${REAL}\n`, `y = "# ${FAKE}"`] },
    ];
    const text = JSON.stringify({ cells, metadata: { kernelspec: { language: 'python' } }, nbformat: 4 });
    const sheets = await commentsOf('a.ipynb', text);
    expect(sheets.map(({ cell, comments }) => [cell, comments.map(({ line, text: own }) => [line, own])])).toEqual([
      [2, [[2, `# ${REAL}`]]],
    ]);
  });

  test('broken text costs no exception', async () => {
    for (const [path, text] of SAMPLES) {
      for (const cut of [1, 7, Math.floor(text.length / 2), text.length - 3]) {
        await expect(commentsOf(path, text.slice(0, cut))).resolves.toBeInstanceOf(Array);
      }
    }
  });
});
