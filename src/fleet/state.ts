/** What is known of each repository of a fleet from this run or an earlier one. */
import { compareText } from '../base/text.ts';

/** One file a repository, so that several processes can share an output folder. */
export interface RepositoryState {
  readonly schemaVersion: 1;
  readonly name: string;
  /** As the list has it. */
  readonly repository: string;
  readonly outcome: 'scanned' | 'failed';
  readonly reason?: string;
  /** Absent for a folder that is no clean checkout: it is scanned again each time. */
  readonly commit?: string;
  readonly ruleset: string;
  readonly tool: string;
}

/** What a run would write for the same repository at the same commit with the same rules. */
export interface Now {
  readonly repository: string;
  readonly commit: string | undefined;
  readonly ruleset: string;
  readonly tool: string;
}

/**
 * Is a repository done already? Only a scan of the same commit with the same rules and program counts; a failure is
 * tried again.
 */
export function isDone(state: RepositoryState | undefined, now: Now): boolean {
  return (
    state?.outcome === 'scanned' &&
    now.commit !== undefined &&
    state.commit === now.commit &&
    state.repository === now.repository &&
    state.ruleset === now.ruleset &&
    state.tool === now.tool
  );
}

/** A state file's text; nothing for a damaged or foreign one: it is as if it were not there. */
export function readState(text: string): RepositoryState | undefined {
  try {
    const value = JSON.parse(text) as Partial<RepositoryState> | null;
    if (value?.schemaVersion !== 1 || typeof value.name !== 'string' || typeof value.repository !== 'string')
      return undefined;
    return value.outcome === 'scanned' || value.outcome === 'failed' ? (value as RepositoryState) : undefined;
  } catch {
    return undefined;
  }
}

export function sortedStates(states: readonly RepositoryState[]): RepositoryState[] {
  return [...states].sort((a, b) => compareText(a.name, b.name));
}
