/** pom.xml: every `<dependency>`, those of dependencyManagement and of plugins included. */
import type { Manifest } from './dependencies.ts';
import { child, parseXml, type XmlDocument, type XmlElement } from './xml.ts';

export function readPom(manifest: Manifest): void {
  const document = parseXml(manifest.text);
  if (document.problem) manifest.problem(document.problem.offset, document.problem.message);
  const properties = propertiesOf(document);
  for (const element of document.elements) {
    if (element.name !== 'dependency' || element.parent?.name !== 'dependencies') continue;
    const group = child(element, 'groupId')?.text;
    const artifact = child(element, 'artifactId');
    if (group === undefined || !artifact || artifact.text === '') continue;
    const version = child(element, 'version')?.text;
    manifest.add('maven', {
      name: `${filled(group, properties)}:${filled(artifact.text, properties)}`,
      start: artifact.textStart,
      end: artifact.textEnd,
      version: version && filled(version, properties),
      dev: child(element, 'scope')?.text === 'test',
      entry: [element.start, element.end],
    });
  }
}

/** What `${…}` can stand for without looking beyond the file. */
function propertiesOf(document: XmlDocument): Map<string, string> {
  const properties = new Map<string, string>();
  const project = document.elements.find(element => element.name === 'project');
  const own = (name: string): string | undefined =>
    child(project, name)?.text ?? child(child(project, 'parent'), name)?.text;
  for (const name of ['groupId', 'artifactId', 'version']) {
    const value = own(name);
    if (value !== undefined) for (const prefix of ['project.', 'pom.', '']) properties.set(`${prefix}${name}`, value);
  }
  const parent: XmlElement | undefined = child(project, 'parent');
  for (const element of parent?.children ?? []) properties.set(`project.parent.${element.name}`, element.text);
  for (const element of document.elements) {
    if (element.parent?.name === 'properties' && !properties.has(element.name))
      properties.set(element.name, element.text);
  }
  return properties;
}

/** Properties may refer to properties. */
const MAX_ROUNDS = 5;

function filled(text: string, properties: ReadonlyMap<string, string>): string {
  let shown = text;
  for (let round = 0; round < MAX_ROUNDS && shown.includes('${') && shown.length < 1000; round++) {
    shown = shown.replace(/\$\{([^}]+)\}/g, (whole, name: string) => properties.get(name) ?? whole);
  }
  return shown;
}
