#!/bin/sh
# bw-daemon: processes that belong to the server. They outlive the script that starts them and end with the server.
set -u

usage() {
    cat >&2 <<'END'
usage: bw-daemon start NAME -- COMMAND [ARGUMENT...]   start it; nothing when it runs with this very command; else restart it
       bw-daemon stop NAME                             end it and all that it started
       bw-daemon status NAME                           exit 0 when it runs, 3 when it does not
       bw-daemon list                                  every daemon of this server, one a line
COMMAND stays in the foreground. Its output goes to $BW_SERVER_DIR/daemons/NAME/log.
END
    exit 64
}

fail() {
    echo "bw-daemon: $1" >&2
    exit "${2:-1}"
}

# The start time of a process that is alive: with the pid it names one process for ever.
start_of() {
    if [ -d /proc/self ]; then
        stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
        set -- ${stat##*) }
        [ "$1" != Z ] && [ "$1" != X ] && echo "${20}"
    else
        ps -o lstart= -p "$1"
    fi
}

# Sets pid when the daemon in $dir is alive.
alive() {
    pid='' since=''
    [ -r "$dir/pid" ] && read -r pid since <"$dir/pid"
    [ -n "$since" ] && [ "$(start_of "$pid")" = "$since" ]
}

# The pids of all that belongs to the daemon: itself, and whatever carries its mark.
members() {
    ! alive || echo "$pid"
    [ ! -d /proc/self ] || grep -lsF "BW_DAEMON=$BW_SERVER_ID/$name;" /proc/[0-9]*/environ | while IFS=/ read -r _ _ member _; do
        [ "$member" != "$$" ] && start_of "$member" >/dev/null && echo "$member"
    done
}

end_it() {
    sent=TERM left=100
    while found=$(members) && [ -n "$found" ]; do
        [ "$sent" = KILL ] && kill -KILL $found 2>/dev/null
        [ "$sent" = TERM ] && kill -TERM $found 2>/dev/null && sent=sent
        left=$((left - 1))
        [ "$left" -gt 0 ] || sent=KILL
        sleep 0.1
    done
    rm -f "$dir/pid"
}

# Locks are numbered; the highest counts. It is free, or its holder lives, or whoever makes the next number first may take over.
newest_lock() {
    newest=0
    for file in "$dir"/lock.*[0-9]; do
        [ ! -e "$file" ] || [ "${file##*lock.}" -le "$newest" ] || newest=${file##*lock.}
    done
}

lock() {
    rm -f "$dir/.mine.$$"
    echo "$$ $(start_of $$)" >"$dir/.mine.$$"
    while :; do
        newest_lock
        holder='' since=''
        [ "$newest" = 0 ] || read -r holder since 2>/dev/null <"$dir/lock.$newest" || continue
        if [ "$newest" = 0 ] || [ "$holder" = free ] || [ "$(start_of "$holder")" != "$since" ]; then
            mine=$((newest + 1))
            if ln "$dir/.mine.$$" "$dir/lock.$mine" 2>/dev/null; then
                newest_lock
                [ "$newest" = "$mine" ] && break
                rm -f "$dir/lock.$mine"
            fi
        fi
        sleep 0.05
    done
    trap unlock EXIT
    trap 'exit 143' HUP INT TERM
    [ "$mine" = 1 ] || rm -f "$dir/lock.$((mine - 1))"
}

unlock() {
    echo free >"$dir/.mine.$$.free"
    mv "$dir/.mine.$$.free" "$dir/lock.$mine"
    rm -f "$dir/.mine.$$"
}

# Unambiguous: each argument with its length.
describe() {
    for argument; do
        printf '%s:%s\n' "${#argument}" "$argument"
    done
}

# Runs a command in a session of its own and comes back at once. Without & because that would make it ignore INT and QUIT.
detach() {
    if command -v setsid >/dev/null 2>&1; then
        # The first makes a session, so the second has to fork to make another: every setsid does that without any option.
        setsid setsid "$@"
    elif command -v perl >/dev/null 2>&1; then
        perl -e 'use POSIX (); defined(my $pid = fork) or die "fork: $!\n"; exit 0 if $pid; POSIX::setsid(); exec @ARGV or die "exec: $!\n"' -- "$@"
    else
        # It stays in the attempt's session; its mark spares it when the attempt ends.
        "$@" &
    fi
}

start() {
    wanted=$(describe "$@")
    if alive; then
        [ "$wanted" != "$(cat "$dir/command")" ] || return 0
    fi
    end_it
    command -v "$1" >/dev/null 2>&1 || fail "cannot start '$name': there is no command '$1'" 127
    printf '%s\n' "$wanted" >"$dir/command.new" && mv "$dir/command.new" "$dir/command" || fail "cannot write to $dir"
    # The daemon must not hold the script's streams, nor carry the mark and the secrets of the attempt. What comes back is its own report.
    ready=$(
        unset BW_ATTEMPT $(env | sed -n 's/^\(BW_SECRET_[A-Za-z0-9_]*\)=.*/\1/p')
        BW_DAEMON="$BW_SERVER_ID/$name;"
        export BW_DAEMON
        exec </dev/null 2>>"$dir/log"
        detach sh "$0" launch "$dir" "$@"
    )
    [ -n "$ready" ] || fail "cannot start '$name'; its log is $dir/log"
}

# Inside the daemon's own session: its pid is written before it begins, so none can run unknown.
launch() {
    dir=$1
    shift
    exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
    echo "$$ $(start_of $$)" >"$dir/pid.new" && mv "$dir/pid.new" "$dir/pid" || exit
    echo ready
    exec "$@" >>"$dir/log"
}

tell() {
    if alive; then
        echo "$name running $pid"
    else
        echo "$name stopped"
        return 3
    fi
}

[ -n "${BW_SERVER_DIR:-}" ] && [ -n "${BW_SERVER_ID:-}" ] || fail "runs only in scripts on a local server" 69
[ $# -gt 0 ] || usage
action=$1
shift
case $action in
launch) launch "$@" ;;
list)
    [ $# = 0 ] || usage
    for dir in "$BW_SERVER_DIR"/daemons/*/; do
        dir=${dir%/} name=${dir%/}
        name=${name##*/}
        [ ! -d "$dir" ] || tell || :
    done
    ;;
start | stop | status)
    [ $# -gt 0 ] || usage
    name=$1
    shift
    case $name in
    '' | [!A-Za-z0-9]* | *[!A-Za-z0-9._-]*) fail "'$name' is no name: letters, digits, dot, dash and underscore, a letter or digit first" 64 ;;
    esac
    dir=$BW_SERVER_DIR/daemons/$name
    case $action in
    start)
        [ $# -gt 1 ] && [ "$1" = -- ] || usage
        shift
        mkdir -p "$dir" || exit
        lock
        start "$@"
        ;;
    stop)
        [ $# = 0 ] || usage
        [ -d "$dir" ] || exit 0
        lock
        end_it
        ;;
    status)
        [ $# = 0 ] || usage
        tell
        ;;
    esac
    ;;
*) usage ;;
esac
