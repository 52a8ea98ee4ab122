# shellcheck shell=sh
# A service from $packages with $files: what create, check and delete of most taskservs are.
. "$BW_FILES/report.sh"
. "$BW_FILES/packages.sh"
. "$BW_FILES/files.sh"
. "$BW_FILES/service.sh"

unit_create() {
    packages_install $packages
    files_put
    service_follow
}

# Reports what differs.
unit_check() {
    packages_check $packages
    files_check
    service_check
}

# A service that was there before goes on with its former configuration.
unit_delete() {
    if packages_ours $packages; then
        service_stop
        files_restore
        packages_remove $packages
    elif [ -d "$files_record" ]; then
        files_restore
        packages_remove $packages
        service_restart
    fi
}
