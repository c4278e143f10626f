/** A function that replaces every one of the given texts by `<concealed>`; texts too short to be a secret stay, or nothing could be read. */
export function concealer(confidential: readonly string[]): (text: string) => string {
  const texts = [...new Set(confidential.map((text) => text.trim()))].filter((text) => text.length >= 6).sort((left, right) => right.length - left.length);
  return (text) => texts.reduce((concealed, secret) => concealed.replaceAll(secret, '<concealed>'), text);
}
