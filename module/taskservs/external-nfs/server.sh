# shellcheck shell=sh
# The server: the kernel's, by Debian's package nfs-kernel-server.

packages=nfs-kernel-server
files='batchworkflow.exports /etc/exports.d/batchworkflow.exports 644 root:root'
service=nfs-kernel-server

# In place of service_runs: the server is threads of the kernel.
service_runs() {
    [ "$(cat /proc/fs/nfsd/threads 2>/dev/null || echo 0)" -gt 0 ]
}

exported_folders() {
    awk '!/^#/ { print $1 }' "$BW_FILES/batchworkflow.exports"
}

nfs_put() {
    kernel_has nfsd || refuse "The kernel of this machine has no NFS server (nfsd)."
    packages_install $packages
    for folder in $(exported_folders); do
        folder_make "$folder"
    done
    files_put
    service_follow
    exportfs -ra
}

nfs_check() {
    unit_check
    for folder in $(exported_folders); do
        grep -qsF "$folder	" /var/lib/nfs/etab || drift "export $folder" exported "not exported"
    done
}

nfs_remove() {
    unit_delete
    ! command -v exportfs >/dev/null || exportfs -ra
}

nfs_answers() {
    service_runs && exportfs -s >/dev/null
}
