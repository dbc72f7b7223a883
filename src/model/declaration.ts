/**
 * `rules/vocabulary/declarations*.yaml`: what else than a resource block declares an infrastructure resource. A
 * constructor in a program, a command, a mapping in a settings file, a document for a cluster: read as what they are,
 * and told once more as the resource they make, in the same shape as any other. Rules are then written once.
 */
import type { ResourceFact } from './fact.ts';

/** How property names are brought into the spelling of the written types that `resources.yaml` lists. */
export type Spelling = 'snake' | 'camel';

export interface Declaration {
  readonly provider: ResourceFact['provider'];
  /**
   * What says it: the call of a constructor, function or builder; a command line; a mapping below a key in a settings
   * file; one whole document of a settings file.
   */
  readonly from: 'call' | 'command' | 'mapping' | 'document';
  /**
   * Regular expression without regard to case: on the callee; on program and words; on the path of the key, joined with dots;
   * on the document's `apiVersion`. Its named groups may stand in `type`.
   */
  readonly match: string;
  /**
   * The written type: text with `{group}` or `{path.of.property}`; `|snake` respells it, `|child` puts `/` in front where
   * there is something. A declaration whose type has a hole nothing fills is passed over.
   */
  readonly type: string;
  /** Path of the property tree below what was found; the whole of it if left out. */
  readonly props?: string;
  readonly spelling?: Spelling;
  /** Command: flags of each property, by its path. */
  readonly flags?: Readonly<Record<string, readonly string[]>>;
  /** Paths of which the first that is there names it; for a call its first text, for a mapping its key, if left out. */
  readonly address?: readonly string[];
  /** Paths of which the first that is there names the resource it belongs to. */
  readonly parent?: readonly string[];
  /** Rules do not look at it, as the construct has rules of its own; others are linked to it all the same. */
  readonly linkOnly?: true;
}
