# shellcheck shell=sh
# What this folder's scripts share: the role server or client decides which of both files counts.
. "$BW_FILES/unit.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Whether the kernel knows the file system $1, or does once its module is loaded.
kernel_has() {
    grep -qw "$1" /proc/filesystems || { command -v modprobe >/dev/null && modprobe -q "$1"; }
}

case $BW_VAR_NFS_ROLE in
server) . "$BW_FILES/server.sh" ;;
client) . "$BW_FILES/client.sh" ;;
*) refuse "nfs_role is '$BW_VAR_NFS_ROLE': give server or client." ;;
esac
