# shellcheck shell=sh
# The service $service: by systemd where it is process 1; else by the init script of its package; else, where there is none, $daemon
# is started by start-stop-daemon. Without systemd a service runs on when the session ends, and $pidfile and $daemon tell whether it does.
# Which service: service, daemon (its program), pidfile; and where they are needed daemon_options and systemd_options.

service_has_systemd() {
    [ -d /run/systemd/system ]
}

service_has_script() {
    [ -x "/etc/init.d/$service" ]
}

service_runs() {
    if service_has_systemd; then
        systemctl -q is-active "$service"
    else
        service_process
    fi
}

# Whether the process of $pidfile lives and has the program's name, of which the kernel keeps 15 characters. Which program it is exactly,
# root may not see in a container once the process has become another user.
service_process() {
    pid=$(cat "$pidfile" 2>/dev/null) && stat=$(cat "/proc/${pid%%[!0-9]*}/stat" 2>/dev/null) || return 1
    name=$(printf %.15s "${daemon##*/}")
    case $stat in
    *" ($name) "[ZX]*) return 1 ;;
    *" ($name) "*) ;;
    *) return 1 ;;
    esac
}

service_check() {
    service_runs || drift "service $service" running stopped
    [ ! -e "$files_record/pending" ] || drift "service $service" "restarted since its last change" "not restarted"
}

# Starts it, or starts it anew when files have changed.
service_follow() {
    [ -e "$files_record/pending" ] || ! service_runs || return 0
    service_restart
    rm -f "$files_record/pending"
}

service_restart() {
    if service_has_systemd; then
        systemctl -q enable "$service"
        systemctl restart ${systemd_options:-} "$service"
    elif service_has_script; then
        # A script's own restart may fail where there is nothing to stop.
        ! service_runs || service "$service" stop
        service "$service" start </dev/null
    else
        service_stop
        # Nothing of the session's environment: the end of a script ends what carries its mark.
        env -i PATH="$PATH" start-stop-daemon --start --background --make-pidfile --pidfile "$pidfile" --exec "$daemon" -- ${daemon_options:-}
    fi
}

service_stop() {
    if service_has_systemd; then
        ! systemctl -q cat "$service" >/dev/null 2>&1 || systemctl -q disable --now "$service"
    elif service_has_script; then
        service "$service" stop
    else
        start-stop-daemon --stop --oknodo --retry 15 --remove-pidfile --pidfile "$pidfile"
    fi
}
