export type TokenKind =
  | 'stream-end'
  | 'directive'
  | 'document-start'
  | 'document-end'
  | 'block-list-start'
  | 'block-map-start'
  | 'block-end'
  | 'flow-list-start'
  | 'flow-list-end'
  | 'flow-map-start'
  | 'flow-map-end'
  | 'block-entry'
  | 'flow-entry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar';

/** One token of a YAML text; `start` and `end` are offsets. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** The content of a scalar, or the name of an anchor, alias, tag or directive. */
  readonly text: string;
  /** Whether a scalar was written without quotes and not as a block. */
  readonly plain: boolean;
}

export function token(kind: TokenKind, start: number, end: number, text = '', plain = false): Token {
  return { kind, start, end, text, plain };
}
