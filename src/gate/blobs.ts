/** Contents of git objects, read in batches and only when they are asked for. */
import { UntetherError } from '../base/errors.ts';
import { git } from '../git/run.ts';

const BATCH = 200;

/** The objects of one run; asked for in the order they were announced, each batch is read once. */
export class Blobs {
  readonly #folder: string;
  readonly #announced: string[];
  readonly #batchOf: ReadonlyMap<string, number>;
  #loaded = -1;
  #contents = new Map<string, Buffer>();

  constructor(folder: string, ids: Iterable<string>) {
    this.#folder = folder;
    this.#announced = [...new Set(ids)];
    this.#batchOf = new Map(this.#announced.map((id, i) => [id, Math.floor(i / BATCH)]));
  }

  /** @throws UntetherError when git does not have it: a partial clone. */
  read(id: string): Buffer {
    const batch = this.#batchOf.get(id) ?? 0;
    if (batch !== this.#loaded) {
      this.#contents = readBatch(this.#folder, this.#announced.slice(batch * BATCH, (batch + 1) * BATCH));
      this.#loaded = batch;
    }
    const content = this.#contents.get(id);
    if (!content) throw missing();
    return content;
  }
}

export function missing(): UntetherError {
  return new UntetherError('git does not have the older versions of some files here (a partial clone)', {
    help: 'Fetch them once: git fetch --refetch --no-filter origin',
  });
}

/** `ID blob SIZE\nCONTENT\n` for each; what is not there is told as `ID missing\n`. */
function readBatch(folder: string, ids: readonly string[]): Map<string, Buffer> {
  const answer = git(folder, ['cat-file', '--batch'], ids.map(id => `${id}\n`).join(''));
  const contents = new Map<string, Buffer>();
  for (let at = 0; answer && at < answer.length;) {
    const end = answer.indexOf(10, at);
    if (end < 0) break;
    const match = /^([0-9a-f]+) (\w+)(?: (\d+))?$/.exec(answer.toString('latin1', at, end));
    at = end + 1;
    if (!match || match[3] === undefined) continue;
    const size = Number(match[3]);
    contents.set(match[1] ?? '', answer.subarray(at, at + size));
    at += size + 1;
  }
  return contents;
}
