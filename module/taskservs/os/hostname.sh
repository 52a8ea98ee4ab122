# shellcheck shell=sh
# The machine's name: in files, and as the kernel has it. A container's engine decides the latter.

# /etc/hosts with the lines of ours, and all that others wrote.
hosts_with_ours() {
    sed '/^# batchworkflow begin$/,/^# batchworkflow end$/d' /etc/hosts 2>/dev/null || :
    cat "$BW_FILES/hosts"
}

hostname_is_fixed() {
    [ -e /.dockerenv ] || [ -e /run/.containerenv ]
}

hostname_check() {
    hostname_is_fixed || [ "$(hostname)" = "$BW_VAR_OS_HOSTNAME" ] || drift hostname "$BW_VAR_OS_HOSTNAME" "$(hostname)"
}

hostname_set() {
    ! hostname_is_fixed && [ "$(hostname)" != "$BW_VAR_OS_HOSTNAME" ] || return 0
    mkdir -p "$files_record"
    [ -e "$files_record/hostname" ] || hostname >"$files_record/hostname"
    hostname "$BW_VAR_OS_HOSTNAME"
}

hostname_restore() {
    [ ! -e "$files_record/hostname" ] || hostname "$(cat "$files_record/hostname")"
}
