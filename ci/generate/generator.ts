/**
 * One kind of generated file. `run` reads its sources below `root` and writes its outputs there; nothing else.
 * `root` is the checkout for `npm run gen`, and for `npm run check` a temporary copy that holds only what the
 * generators name in `sources` and `outputs` (and a link to node_modules), so a source left out of the list shows.
 */
export interface Generator {
  readonly name: string;
  /** Files and folders it reads, relative to the repository. */
  readonly sources: readonly string[];
  /** Files it writes, relative to the repository; each carries a banner (see banner.ts). */
  readonly outputs: readonly string[];
  run(root: string): Promise<void>;
}

/** A check of the project itself. `find` returns one line per finding: where, what was found, what to do. */
export interface Check {
  readonly name: string;
  find(root: string): Promise<string[]>;
}
