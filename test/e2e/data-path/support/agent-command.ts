import type { Site } from './site.ts';

/** Gives the agent double in a pod a command, such as `hang for 10s`; it is taken up within 100 ms. See test/doubles/agent/README.md. */
export async function commandAgent(site: Pick<Site, 'kubectl'>, pod: string, command: string): Promise<void> {
  await inAgent(site, pod, `echo ${command} > /sigsci/tmp/double-command`);
}

/** Runs a line of sh in the agent's container. */
export async function inAgent(site: Pick<Site, 'kubectl'>, pod: string, line: string): Promise<string> {
  return site.kubectl('exec', pod, '--container', 'sigsci-agent', '--', 'sh', '-c', line);
}
