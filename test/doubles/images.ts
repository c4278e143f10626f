import type { BuiltImage } from '../../ci/images/built-image.ts';
import { statsdExporterImage } from '../../ci/images/statsd-exporter.ts';
import { agentImage } from './agent/image.ts';
import { controllerImage } from './controller/image.ts';
import { defaultBackendImage } from './default-backend/image.ts';

export type DoubleImage = BuiltImage;

/** The images of the doubles, and the real StatsD exporter that runs beside the agent's; each built when the cache lacks it. */
export function doubleImages(): Promise<DoubleImage[]> {
  return Promise.all([agentImage(), controllerImage(), defaultBackendImage(), statsdExporterImage()]);
}
