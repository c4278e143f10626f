import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { decode, readValues } from '../values/read-values.ts';
import type { ChartValues } from '../values/stack.ts';
import type { ValueMap } from '../values/value.ts';
import { YamlFault } from '../values/yaml/fault.ts';

/** The unpacked charts below `charts/`, in alphabetical order, with their defaults. */
export function subchartsOf(chart: string): ChartValues['subcharts'] {
  const names = orElse(() => readdirSync(join(chart, 'charts'), { withFileTypes: true }), []).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return names.sort().map((name) => {
    const text = orElse(() => decode(readFileSync(join(chart, 'charts', name, 'values.yaml'))), '');
    return { name, defaults: parse(text, name) };
  });
}

function parse(text: string, name: string): ValueMap {
  try {
    return readValues(text).value;
  } catch (error) {
    throw error instanceof YamlFault ? new UserError(`charts/${name}/values.yaml is not valid YAML for Helm: ${error.message}; repair the chart first`) : error;
  }
}

function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return otherwise;
    throw error;
  }
}
