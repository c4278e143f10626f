/** How a container of the image starts; the names follow the OCI image configuration. */
export interface ImageConfig {
  /** A name from the image's /etc/passwd, or `uid:gid`. Absent: root. */
  readonly user?: string;
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** For example `80/tcp`. */
  readonly exposedPorts?: readonly string[];
  readonly volumes?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
}

/**
 * The image's configuration file: platform, start settings and the digests of its unpacked layers.
 * The time of creation is fixed, so that equal content gives equal bytes.
 * Source: https://github.com/opencontainers/image-spec/blob/main/config.md
 */
export function configFile(config: ImageConfig, layerDigests: readonly string[]): string {
  return JSON.stringify({
    created: '1970-01-01T00:00:00Z',
    architecture: architecture(),
    os: 'linux',
    config: {
      User: config.user,
      ExposedPorts: config.exposedPorts && keys(config.exposedPorts),
      Env: Object.entries({ PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', ...config.env }).map(
        ([name, value]) => `${name}=${value}`,
      ),
      Entrypoint: config.entrypoint,
      Cmd: config.cmd,
      Volumes: config.volumes && keys(config.volumes),
      WorkingDir: config.workingDirectory ?? '/',
      Labels: config.labels,
    },
    rootfs: { type: 'layers', diff_ids: layerDigests.map((digest) => `sha256:${digest}`) },
  });
}

function keys(names: readonly string[]): Record<string, object> {
  return Object.fromEntries(names.map((name) => [name, {}]));
}

function architecture(): string {
  return process.arch === 'x64' ? 'amd64' : process.arch;
}
