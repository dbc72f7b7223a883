/** Parameter files of deployment templates: a setting per parameter, named like it. */
import type { SettingFact } from '../../model/fact.ts';
import type { JsonDocument } from '../json/document.ts';
import { SettingsWalker } from '../json/settings.ts';
import { entryOf, textAt, valueAt, type JsonObject } from '../json/tree.ts';

/** The format name of these settings. */
const FORMAT = 'arm-parameters';

export function isParameterFile(path: string, root: JsonObject): boolean {
  if (valueAt(root, 'parameters')?.type !== 'object') return false;
  if (/deploymentParameters\.json/i.test(textAt(root, '$schema') ?? '')) return true;
  return /\.parameters(?:[.-][\w-]+)*\.jsonc?$/i.test(path);
}

export function parameterSettings(document: JsonDocument, root: JsonObject): SettingFact[] {
  const walker = new SettingsWalker(document, FORMAT);
  const parameters = valueAt(root, 'parameters');
  if (parameters?.type !== 'object') return [];
  for (const parameter of parameters.entries) {
    const given = entryOf(parameter.value, 'value')?.value ?? parameter.value;
    walker.keyed(parameter.key, document.keySpan(parameter), document.entrySpan(parameter), given);
  }
  return walker.facts;
}
