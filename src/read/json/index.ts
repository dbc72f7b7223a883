/**
 * JSON and JSON with comments. Every key is a setting; deployment templates and the resources they are made of are
 * recognised by their content and read as infrastructure.
 */
import type { Fact } from '../../model/fact.ts';
import type { Program } from '../../model/program.ts';
import type { Reader, ReadResult, Source } from '../../model/source.ts';
import { isParameterFile, parameterSettings } from '../arm/parameters.ts';
import { isResource, isTemplate, TemplateReader } from '../arm/template.ts';
import { parametersProgram, templateProgram } from '../arm/program.ts';
import { JsonDocument } from './document.ts';
import { SettingsWalker } from './settings.ts';
import { parseJson, type JsonObject } from './tree.ts';
import { append } from '../append.ts';
import { commandsIn, scriptText } from '../shell/embedded.ts';

export function createReader(): Reader {
  return readJson;
}

/** Templates allow strings over several lines; elsewhere a line end is where a forgotten quote ends. */
const MAYBE_TEMPLATE = /deploymentTemplate\.json|"contentVersion"/i;

/** Settings and infrastructure of a JSON text. */
export function readJson(source: Source): ReadResult {
  const document = new JsonDocument(source, parseJson(source.text, { multiline: MAYBE_TEMPLATE.test(source.text) }));
  const facts: Fact[] = [];
  const diagnostics = document.diagnostics();
  const templates = new TemplateReader(document);
  let program: Program | undefined;
  for (const root of document.tree.roots) {
    if (root.type === 'object' && isTemplate(root)) {
      const { compiledFrom } = templates.read(root);
      program ??= templateProgram(document, root);
      if (compiledFrom !== undefined) {
        const message = `compiled from ${compiledFrom}; the source says the same`;
        diagnostics.push({ code: 'compiled-template', path: source.path, line: document.spanOf(root).line, message });
      }
    } else if (root.type === 'object' && isParameterFile(source.path, root)) {
      append(facts, parameterSettings(document, root));
      program ??= parametersProgram(document, root);
    } else {
      const walker = new SettingsWalker(document, formatOf(source.path), node => readInfrastructure(templates, node));
      walker.root(root);
      append(facts, walker.facts);
      for (const { start, end } of walker.commands) {
        const place = scriptText(source.text, start + 1, end - 1, 'quoted').place(document);
        append(facts, commandsIn(place.text, place.span));
      }
    }
  }
  append(facts, templates.facts);
  return { facts, diagnostics, ...(program ? { program } : {}) };
}

const formatOf = (path: string): string => (/\.tfvars\.json$/i.test(path) ? 'tfvars' : 'json');

/** A template or a resource inside another document: a policy that deploys, an exported list. */
function readInfrastructure(templates: TemplateReader, node: JsonObject): boolean {
  if (isTemplate(node)) templates.read(node);
  else if (isResource(node)) templates.readLoose(node);
  else return false;
  return true;
}
