#!/bin/bash
# The first process of a lab's PID namespace: when it ends, the kernel ends every process of the lab and drops
# every mount, so that nothing can be left behind however the lab comes to its end.
# It runs in fresh PID and mount namespaces; $1 is the lab's folder, the only one that stays shared with the machine.
set -eu
folder=$1

# Namespace files of other labs: copies of their mounts in here would keep them alive.
umount --recursive --lazy /run/netns 2>/dev/null || true

# What a kubelet, containerd and the CNI plugins write outside any configurable folder lands in memory.
mount -t tmpfs -o mode=755 lab /run
mkdir /run/folder /run/lib /run/lib-work /run/sysctl
mount --bind "$folder" /run/folder
mount -t overlay lab -o lowerdir=/var/lib,upperdir=/run/lib,workdir=/run/lib-work /var/lib
mkdir -p "$folder"
mount --move /run/folder "$folder"
mount -t tmpfs -o mode=755 lab /var/log

# A kubelet sets these for the whole machine unless it finds them set
# (https://kubernetes.io/docs/reference/node/kernel-version-requirements/ and setupKernelTunables in its source).
for setting in vm.overcommit_memory=1 vm.panic_on_oom=0 kernel.panic=10 kernel.panic_on_oops=1 \
  kernel.keys.root_maxkeys=1000000 kernel.keys.root_maxbytes=25000000; do
  name=${setting%=*}
  echo "${setting#*=}" > "/run/sysctl/$name"
  mount --bind "/run/sysctl/$name" "/proc/sys/${name//.//}"
done

# Volumes that ask for mount propagation are refused on a private tree.
mount --make-rshared /
touch "$folder/init.ready"

# bash reaps the orphans that become its children.
set +e
while :; do
  sleep infinity &
  wait $!
done
