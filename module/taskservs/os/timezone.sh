# shellcheck shell=sh
# The time zone: /etc/localtime is a link to its data.

localtime=/etc/localtime
zone=/usr/share/zoneinfo/$BW_VAR_OS_TIMEZONE

timezone_check() {
    [ "$(readlink "$localtime")" = "$zone" ] || drift "$localtime" "$zone" "$(readlink "$localtime" || echo absent)"
}

timezone_set() {
    [ "$(readlink "$localtime")" != "$zone" ] || return 0
    [ -f "$zone" ] || refuse "There is no time zone '$BW_VAR_OS_TIMEZONE' (os_timezone) on this machine."
    file_keep "$localtime"
    ln -sfn "$zone" "$localtime.bw-new"
    mv -fT "$localtime.bw-new" "$localtime"
}
