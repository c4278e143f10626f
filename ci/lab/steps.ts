/** Runs `action` and tells the user its title and time. */
export type Steps = <T>(title: string, action: () => Promise<T>) => Promise<T>;

/**
 * Steps that print one line each, `  1.2 s  title`, when they end. One that takes longer than 2 s says so
 * at once and again every 15 s, so that a build of minutes never looks dead.
 * Once `signal` is aborted no further step begins.
 */
export function stepsTo(stream: NodeJS.WritableStream, signal?: AbortSignal): Steps {
  return async (title, action) => {
    signal?.throwIfAborted();
    const started = performance.now();
    const line = (mark: string): void => void stream.write(`${seconds(started)}  ${title}${mark}\n`);
    const first = setTimeout(line, 2000, ' ...');
    const further = setInterval(line, 15_000, ' ...');
    try {
      const result = await action();
      line('');
      return result;
    } catch (error) {
      line(': failed');
      throw error;
    } finally {
      clearTimeout(first);
      clearInterval(further);
    }
  };
}

function seconds(started: number): string {
  return `${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s`;
}
