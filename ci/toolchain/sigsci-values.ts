/**
 * tsx ci/toolchain/sigsci-values.ts COMMAND [ARGUMENTS]: the command line from its sources, with the pinned helm,
 * kubectl and ct wherever SIGSCI_HELM, SIGSCI_KUBECTL and SIGSCI_CT name no others.
 */
import { main } from '../../tools/cli/main.ts';
import { processContext, wasInterrupted } from '../../tools/cli/process-context.ts';
import { ExitCode } from '../../tools/errors.ts';
import { tool } from './tool.ts';

const pinned = { SIGSCI_HELM: 'helm4', SIGSCI_KUBECTL: 'kubectl', SIGSCI_CT: 'ct' } as const;

for (const [name, toolName] of Object.entries(pinned)) process.env[name] ||= await tool(toolName);
const code = await main(process.argv.slice(2), processContext);
process.exitCode = wasInterrupted() ? ExitCode.interrupted : code;
