import { replyFrame } from './scripted-agent.ts';
import type { AgentCall, Script } from './scripted-agent.ts';

/** An agent that holds every answer back until the test lets it go. */
export function holding(): { script: Script; held: Map<string, () => void>; closed: Set<string> } {
  const held = new Map<string, () => void>();
  const closed = new Set<string>();
  const script: Script = (call, socket) => {
    held.set(call.fields['URI'], () => socket.write(replyFrame(call.id, { WAFResponse: verdict(call), RequestHeaders: [] })));
    socket.on('close', () => closed.add(call.fields['URI']));
  };
  return { script, held, closed };
}

const verdict = (call: AgentCall): number => (call.fields['URI'].includes('attack') ? 406 : 200);
/** Blocks paths that hold the word attack. */
export const judge: Script = (call) => ({ WAFResponse: verdict(call), RequestHeaders: [] });
