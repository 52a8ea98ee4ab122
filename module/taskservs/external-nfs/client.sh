# shellcheck shell=sh
# The client: mounts that /etc/fstab has and that are mounted now. fstab's other lines stay as they are.

packages=nfs-common
{ sed '/^# batchworkflow begin$/,/^# batchworkflow end$/d' /etc/fstab 2>/dev/null || :; cat "$BW_FILES/fstab"; } >"$work/fstab"
files="$work/fstab /etc/fstab 644 root:root"

mount_points() {
    awk '!/^#/ { print $2 }' "$BW_FILES/fstab"
}

nfs_put() {
    kernel_has nfs4 || refuse "The kernel of this machine has no NFS client (nfs4)."
    packages_install $packages
    for folder in $(mount_points); do
        folder_make "$folder"
    done
    files_put
    for folder in $(mount_points); do
        mountpoint -q "$folder" || mount "$folder"
    done
}

nfs_check() {
    packages_check $packages
    files_check
    for folder in $(mount_points); do
        mountpoint -q "$folder" || drift "mount $folder" mounted "not mounted"
    done
}

nfs_remove() {
    for folder in $(mount_points); do
        ! mountpoint -q "$folder" || umount "$folder"
    done
    files_restore
    packages_remove $packages
}

nfs_answers() {
    for folder in $(mount_points); do
        ls "$folder" >/dev/null
    done
}
