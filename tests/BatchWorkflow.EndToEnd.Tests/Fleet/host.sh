#!/bin/sh
# host.sh FOLDER NAME ADDRESS INIT: a host with namespaces and a file system of its own, until standard input ends. It says its process id,
# and waits for a line that says that eth0 is there. INIT is `systemd`, or `none` for a host that only has an sshd, as containers do.
set -eu
folder=$1/$2 name=$2 address=$3 init=$4 cgroup=$1/cgroup
# Of the namespace that began this one, whose /proc is still here.
read -r pid rest </proc/self/stat
mkdir -p "$folder/changes" "$folder/work" "$folder/root"
mount -t overlay overlay -o "lowerdir=$1/base,upperdir=$folder/changes,workdir=$folder/work" "$folder/root"
mount -t proc proc "$folder/root/proc"
mount -t sysfs sysfs "$folder/root/sys"
mount -t tmpfs -o mode=755 tmpfs "$folder/root/run"
mount -t devpts -o newinstance,ptmxmode=666 devpts "$folder/root/dev/pts"
mount -t tmpfs tmpfs "$folder/root/dev/shm"
mkdir "$folder/root/run/lock"
hostname debian
echo "$pid"
read -r go
ip link set lo up
ip addr add "$address/24" dev eth0
ip link set eth0 up
if [ "$init" = systemd ]; then
    mkdir "$cgroup/$name"
    echo 0 >"$cgroup/$name/cgroup.procs"
    echo up
    # The root of what is mounted is the group that this process is in.
    exec unshare --cgroup sh -c 'mount -t cgroup2 cgroup2 "$1/sys/fs/cgroup" && exec env -i PATH="$PATH" container=lab chroot "$1" /sbin/init' sh "$folder/root" </dev/null >/dev/null 2>&1
fi
mkdir "$folder/root/run/sshd"
chroot "$folder/root" /usr/sbin/sshd
echo up
# Not by exec: a shell reaps the orphans of its namespace.
cat
