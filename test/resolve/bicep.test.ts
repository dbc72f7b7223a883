import { expect, test } from 'vitest';
import type { Fact, ResourceFact } from '../../src/model/fact.ts';
import { createReader } from '../../src/read/bicep/index.ts';
import { linkInfrastructure } from '../../src/resolve/infrastructure.ts';

const read = createReader();
const link = (files: Record<string, string>): Record<string, readonly Fact[]> => {
  const list = Object.entries(files).map(([path, text]) => ({ path, facts: read({ path, text }).facts }));
  const linked = linkInfrastructure(list);
  return Object.fromEntries(list.map((file, i) => [file.path, linked[i] ?? []]));
};
const nameOf = (facts: readonly Fact[] | undefined): unknown => {
  const resource = facts?.find((fact): fact is ResourceFact => fact.kind === 'resource' && fact.mode === 'resource');
  return resource?.props.entries.find(entry => entry.name === 'name')?.value;
};

const zone = `param zoneName string
resource zone 'Microsoft.Network/privateDnsZones@2020-06-01' = {
  name: zoneName
}
`;

test('a parameter without a default takes the value its caller passes', () => {
  const files = link({
    'modules/zone.bicep': zone,
    'main.bicep':
      "module z 'modules/zone.bicep' = {\n  name: 'z'\n  params: { zoneName: 'privatelink.example.net' }\n}\n",
  });
  expect(nameOf(files['modules/zone.bicep'])).toMatchObject({
    kind: 'literal',
    text: 'privatelink.example.net',
    via: 'zoneName',
  });
});

test('two callers give a choice; a caller that hands on a name of its own gives nothing', () => {
  const files = link({
    'zone.bicep': zone,
    'a.bicep': "module z 'zone.bicep' = {\n  name: 'z'\n  params: { zoneName: 'a.example' }\n}\n",
    'b.bicep': "module z 'zone.bicep' = {\n  name: 'z'\n  params: { zoneName: 'b.example' }\n}\n",
    'c.bicep': "param x string\nmodule z 'zone.bicep' = {\n  name: 'z'\n  params: { zoneName: x }\n}\n",
  });
  expect(nameOf(files['zone.bicep'])).toMatchObject({
    kind: 'choice',
    options: [{ text: 'a.example' }, { text: 'b.example' }],
  });
});

test('nobody calls: the reference stays', () => {
  expect(nameOf(link({ 'zone.bicep': zone })['zone.bicep'])).toMatchObject({ kind: 'reference', name: 'zoneName' });
});
