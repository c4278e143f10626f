import type { Run } from '../process/run.ts';
import { findTool, remedy, tools } from '../process/tools.ts';
import type { Tool } from '../process/tools.ts';
import { readVersion } from '../process/version.ts';

/** What was found out about one program. */
export interface Finding {
  readonly tool: Tool['name'];
  readonly path: string | null;
  readonly version: string | null;
  readonly supported: boolean;
  /** The supported versions. */
  readonly range: string;
  /** The commands that need it. */
  readonly neededBy: string;
  /** What to do; null when it is supported. */
  readonly remedy: string | null;
}

/** Finds every program that a command may call and asks it for its version. */
export function examine(run: Run, env: NodeJS.ProcessEnv, cwd: string, signal: AbortSignal): Promise<Finding[]> {
  return Promise.all(Object.values(tools).map((tool) => examineTool(tool, run, { env, cwd, signal })));
}

async function examineTool(tool: Tool, run: Run, world: { env: NodeJS.ProcessEnv; cwd: string; signal: AbortSignal }): Promise<Finding> {
  const path = findTool(tool.name, world.env, world.cwd) ?? null;
  const version = path === null ? undefined : readVersion(await versionText(tool, path, run, world));
  const supported = version !== undefined && tool.supports(version);
  return {
    tool: tool.name,
    path,
    version: version?.join('.') ?? null,
    supported,
    range: tool.range,
    neededBy: tool.neededBy,
    remedy: supported ? null : remedy(tool),
  };
}

/** A program that cannot say its version is treated as one without a version, not as an error: the others are still of interest. */
async function versionText(tool: Tool, path: string, run: Run, world: { env: NodeJS.ProcessEnv; cwd: string; signal: AbortSignal }): Promise<string> {
  const result = await run([path, ...tool.versionArguments], { ...world, seconds: 30 }).catch((error: Error) => {
    world.signal.throwIfAborted();
    return { code: 1, stdout: '', error };
  });
  return result.code === 0 ? result.stdout : '';
}
