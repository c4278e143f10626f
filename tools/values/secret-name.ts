const anywhere = /secret|passw|passphrase|pwd|token|credential|licen[cs]e|key|auth|cookie|signature/i;
const atTheEnd = /(pass|pw|dsn|salt)([-_.]|$)/i;

/** Whether a key or variable of this name may hold a secret. It rather says so once too often: all it costs is a value not shown. */
export function isSecretName(name: string): boolean {
  return anywhere.test(name) || atTheEnd.test(name);
}
