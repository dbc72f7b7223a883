/** What a rendering may depend on beside the report: nothing here is read from the surroundings by a reporter. */
export interface RenderOptions {
  /** Columns to fill; formats that are not laid out ignore it. */
  readonly width: number;
  /** Colour level as chalk counts it; 0 is plain text. */
  readonly color: 0 | 1 | 2 | 3;
  /** Everything, not the part that fits a screen. */
  readonly verbose: boolean;
  /** Address of the scanned folder, ending in `/`: places become links below it. None, no links. */
  readonly hyperlinks?: string;
  /** Web address places are linked below; without it the report's own remote and commit say where. */
  readonly linkBase?: string;
  /** SARIF: suppressed and known ties too, marked so. */
  readonly sarifSuppressed?: boolean;
  /** The command that made this report, for the commands it suggests: `untether src`. */
  readonly command?: string;
}

export const PLAIN: RenderOptions = { width: 80, color: 0, verbose: false };
