/**
 * What the code base says of the service it uses, over all files: deployments and their models, accounts and what stands
 * around them, settings from where they are written to where they are read, and what stays open.
 */
import type { Value } from '../../model/fact.ts';
import type { Place } from '../../model/place.ts';
import { settingsOf } from './settings.ts';
import { Sites } from './sites.ts';
import type { Estate, EstateInput } from './types.ts';

export type {
  DeploymentCandidate,
  Estate,
  EstateFile,
  EstateInput,
  EstateReport,
  EstateUses,
  InventoryDeployment,
  SettingValue,
} from './types.ts';

export function buildEstate(input: EstateInput): Estate {
  const sites = new Sites(input.files);
  return {
    resolveDeployment: (_value: Value, _at: Place) => [],
    settingValues: () => [],
    keywords: () => [],
    finish: uses => ({ deployments: [], settings: settingsOf(input, sites, uses), accounts: [], openQuestions: [] }),
  };
}
