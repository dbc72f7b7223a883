/** MSBuild projects and props (PackageReference, PackageVersion, GlobalPackageReference) and packages.config. */
import type { Manifest } from './dependencies.ts';
import { attribute, child, parseXml, type XmlDocument, type XmlElement } from './xml.ts';

const REFERENCES = /^(?:PackageReference|PackageVersion|GlobalPackageReference)$/i;

export function readMsbuild(manifest: Manifest): void {
  const document = parseXml(manifest.text);
  if (document.problem) manifest.problem(document.problem.offset, document.problem.message);
  const properties = propertiesOf(document);
  for (const element of document.elements) {
    if (!REFERENCES.test(element.name)) continue;
    const named = attribute(element, 'Include') ?? attribute(element, 'Update');
    if (!named) continue;
    const version = versionOf(element, properties);
    for (const { name, offset } of listed(named.value)) {
      const start = named.start + offset;
      manifest.add('nuget', { name, start, end: start + name.length, version, entry: [element.start, element.end] });
    }
  }
}

export function readPackagesConfig(manifest: Manifest): void {
  const document = parseXml(manifest.text);
  if (document.problem) manifest.problem(document.problem.offset, document.problem.message);
  for (const element of document.elements) {
    const id = element.name.toLowerCase() === 'package' ? attribute(element, 'id') : undefined;
    if (!id) continue;
    manifest.add('nuget', {
      name: id.value,
      start: id.start,
      end: id.end,
      version: attribute(element, 'version')?.value,
      dev: attribute(element, 'developmentDependency')?.value.toLowerCase() === 'true',
      entry: [element.start, element.end],
    });
  }
}

/** An item may name several packages, separated by semicolons. */
function* listed(value: string): Generator<{ name: string; offset: number }> {
  for (const match of value.matchAll(/[^;\s]+/g)) {
    // A property that names the package says nothing here.
    if (!match[0].includes('$(')) yield { name: match[0], offset: match.index };
  }
}

function versionOf(element: XmlElement, properties: ReadonlyMap<string, string>): string | undefined {
  for (const name of ['Version', 'VersionOverride']) {
    const written = attribute(element, name)?.value ?? child(element, name)?.text;
    if (written !== undefined && written !== '') {
      return written.replace(
        /\$\((\w+)\)/g,
        (whole, property: string) => properties.get(property.toLowerCase()) ?? whole,
      );
    }
  }
  return undefined;
}

/** Properties the file sets itself; the last one counts, conditions are not weighed. */
function propertiesOf(document: XmlDocument): Map<string, string> {
  const properties = new Map<string, string>();
  for (const element of document.elements) {
    if (element.parent?.name === 'PropertyGroup' && element.text !== '')
      properties.set(element.name.toLowerCase(), element.text);
  }
  return properties;
}
