/** Waits until `check` gives a value that is not undefined or false; throws after `limit` milliseconds. */
export async function eventually<T>(what: string, check: () => T | undefined | false | Promise<T | undefined | false>, limit = 15_000): Promise<T> {
  const end = Date.now() + limit;
  for (;;) {
    const value = await check();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`waited ${limit} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
