/** Text that Helm's YAML reader refuses, with the offset at which it does. */
export class YamlFault extends Error {
  override readonly name = 'YamlFault';
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}
