import { kubeconform, kubeScore } from '../pins.ts';
import { goProgram } from './go-program.ts';

/** The path of kubeconform, which holds objects against schemas; built from its Go module in half a minute. */
export const kubeconformProgram = (): Promise<string> => goProgram('kubeconform', kubeconform, 'manifest-judges');

/** The path of kube-score, which knows what is unwise; built from its Go module in two minutes. */
export const kubeScoreProgram = (): Promise<string> => goProgram('kube-score', kubeScore, 'manifest-judges');
