import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nodePodRange } from './addresses.ts';
import type { Daemon } from './daemon.ts';
import { pauseImage } from './pause-image.ts';
import type { Place } from './place.ts';
import { containerdSocket } from './place.ts';

/** The container runtime; everything it keeps lies in the lab's folder. */
export function containerdDaemon(place: Place): Daemon {
  return { name: 'containerd', command: ['containerd', '--config', join(place.folder, 'containerd.toml')] };
}

export async function configureContainerd(place: Place): Promise<void> {
  const plugins = join(place.folder, 'cni');
  await mkdir(plugins, { recursive: true });
  await writeFile(join(plugins, '10-lab.conflist'), JSON.stringify(podNetwork(place), null, 2));
  await writeFile(join(place.folder, 'containerd.toml'), configuration(place));
}

/**
 * restrict_oom_score_adj: without CAP_SYS_RESOURCE runc fails ("can't get final child's PID from pipe: EOF") when a
 * pod asks for a lower score than containerd has, see https://github.com/containerd/containerd/pull/1633
 */
function configuration({ folder, ...place }: Place): string {
  return `version = 2
root = "${folder}/containerd"
state = "${folder}/containerd-state"
disabled_plugins = ["io.containerd.internal.v1.opt", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.aufs"]

[grpc]
  address = "${containerdSocket({ folder, ...place })}"

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${pauseImage}"
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true

  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${folder}/cni"

  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"

    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      Root = "${folder}/runc"
`;
}

function podNetwork(place: Place): object {
  const ranges = { type: 'host-local', dataDir: join(place.folder, 'addresses'), ranges: [[{ subnet: nodePodRange }]], routes: [{ dst: '0.0.0.0/0' }] };
  const bridge = { type: 'bridge', bridge: 'pods', isGateway: true, ipMasq: true, hairpinMode: true, ipam: ranges };
  return { cniVersion: '0.4.0', name: 'lab', plugins: [bridge, { type: 'portmap', capabilities: { portMappings: true } }] };
}
