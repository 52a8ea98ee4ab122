#!/bin/sh
# lab.sh FOLDER KEY PACKAGE...: builds a small Debian below FOLDER/base and keeps a network for hosts until standard input ends. Runs in a mount
# namespace of its own; what it mounts goes with it. The user deploy may use sudo and is let in by the public key in the file KEY.
# What is needed to install the packages is there, for the hosts have no way to Debian's archive. It is the machine's own Debian, or the
# one that BATCHWORKFLOW_DEBIAN names.
# FOLDER/cgroup is where hosts may have their control groups: the one thing here that all of the machine sees. It goes at the end, too.
set -eu
folder=$1 key=$2
shift 2
# In memory a package's many flushes cost nothing. What counts is what is written; the limit is the disk that the hosts show.
mount -t tmpfs -o mode=755,size=14g tmpfs "$folder"
cd "$folder"
own=$(. /etc/os-release && echo "$VERSION_CODENAME")
suite=${BATCHWORKFLOW_DEBIAN:-$own}
# From where, and by which proxy, the machine's own apt gets its packages.
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Codename: $own" | head -n 1)
eval "$(apt-config shell http_proxy Acquire::http::Proxy)"
[ -z "${http_proxy:-}" ] || export http_proxy
debootstrap --variant=minbase --include=openssh-server,sudo,systemd-sysv,libpam-systemd,dbus "$suite" base ${mirror:+"$mirror"} >debootstrap.log 2>&1 || { tail -n 20 debootstrap.log >&2 && exit 1; }

# The machine's own sources. What else it tells apt to do is its own affair, and archives are kept for the hosts.
rm -f base/etc/apt/sources.list
for part in sources.list sources.list.d trusted.gpg.d keyrings auth.conf.d; do
    [ ! -e "/etc/apt/$part" ] || cp -aL "/etc/apt/$part" base/etc/apt/
done
if [ "$suite" != "$own" ]; then
    rm -rf base/etc/apt/sources.list.d
    echo "deb $mirror $suite main" >base/etc/apt/sources.list
fi
apt-config dump | grep -E '^Acquire::(http|https)::' >base/etc/apt/apt.conf.d/10machine || :
in_base() {
    chroot base env DEBIAN_FRONTEND=noninteractive "$@" >>debootstrap.log 2>&1 || { tail -n 20 debootstrap.log >&2 && exit 1; }
}
in_base apt-get update
# Nothing that a package needs has to be upgraded later, and nothing that is upgraded starts here.
printf '#!/bin/sh\nexit 101\n' >base/usr/sbin/policy-rc.d
chmod 755 base/usr/sbin/policy-rc.d
in_base apt-get upgrade -y
rm base/usr/sbin/policy-rc.d
in_base apt-get install -y --no-install-recommends --download-only "$@"

echo debian >base/etc/hostname
# The consoles are the machine's, and what a night's jobs do would be taken for ours.
in_base systemctl mask console-getty.service getty@tty1.service timers.target
in_base useradd --create-home --shell /bin/sh deploy
echo 'deploy ALL=(ALL) NOPASSWD: ALL' >base/etc/sudoers.d/deploy
install -d -m 700 base/home/deploy/.ssh
install -m 600 "$key" base/home/deploy/.ssh/authorized_keys
in_base chown -R deploy:deploy /home/deploy/.ssh

mkdir groups
mount -t cgroup2 cgroup2 groups
mkdir "groups/bw-lab-$$"
ln -s "groups/bw-lab-$$" cgroup
exec unshare --net sh -c '
    ip link add fleet type bridge
    ip addr add 198.51.100.1/24 dev fleet
    ip link set fleet up
    ip link set lo up
    echo ready
    cat
    echo 1 >cgroup/cgroup.kill
    until find "$(readlink cgroup)" -depth -type d -exec rmdir {} + 2>/dev/null; do sleep 0.1; done'
