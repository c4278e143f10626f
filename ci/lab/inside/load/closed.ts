/** The other side closed the connection before the first byte of an answer; whoever asks may ask once more. */
export class ClosedBeforeAnswer extends Error {}
