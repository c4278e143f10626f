/** A YAML text as a tree that keeps offsets. `start` and `end` enclose what was written. */
export type Node = ScalarNode | ListNode | MapNode | AliasNode;

interface Written {
  readonly start: number;
  end: number;
  readonly tag: string;
}

export interface ScalarNode extends Written {
  readonly kind: 'scalar';
  readonly text: string;
  /** Written without quotes and not as a block, so that the text decides the type. */
  readonly plain: boolean;
}

export interface ListNode extends Written {
  readonly kind: 'list';
  readonly items: Node[];
}

export interface Entry {
  readonly key: Node;
  readonly value: Node;
}

export interface MapNode extends Written {
  readonly kind: 'map';
  readonly entries: Entry[];
}

export interface AliasNode extends Written {
  readonly kind: 'alias';
  readonly name: string;
  readonly target: Node;
}
