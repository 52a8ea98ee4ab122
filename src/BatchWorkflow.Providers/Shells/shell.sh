# What a kept shell knows: sent to it once, before the first request. bw_mark, bw_folder, bw_runner, bw_id and bw_day are set before.
# An attempt's files are attempts/TOKEN.started, .exit, .out, .err and the folder .secrets. Only builtins stand on the usual way.
umask 077
bw_limit=262144

bw_say() {
    printf '%s %s\n' "$bw_mark" "$*"
}

bw_of() {
    bw_token=$1 bw_a=$bw/attempts/$1 bw_maybe=''
}

# Sets what /proc tells of a process that is alive.
bw_stat() {
    IFS= read -r bw_line 2>/dev/null <"/proc/$1/stat" || return 1
    # A program's name may hold anything, a line end too.
    case $bw_line in *') '*) ;; *) bw_line=$(tr '\n' ' ' 2>/dev/null <"/proc/$1/stat") ;; esac
    set -- ${bw_line##*) }
    [ "${1:-Z}" != Z ] && [ "$1" != X ] || return 1
    bw_parent=$2 bw_group=$3 bw_session=$4
    shift 19
    bw_since=$1
}

# Sets the runner's pid, start time and boot; false when nobody has come first yet.
bw_started() {
    bw_left=40
    until read -r bw_pid bw_began bw_born 2>/dev/null <"$bw_a.started"; do
        [ -e "$bw_a.started" ] || return 1
        bw_pid=0 bw_left=$((bw_left - 1))
        [ "$bw_left" -gt 0 ] || return 0
        sleep 0.05
    done
}

bw_runs() {
    [ "$bw_pid" != barred ] && [ "$bw_born" = "$bw_boot" ] && bw_stat "$bw_pid" && [ "$bw_since" = "$bw_began" ]
}

# Sets bw_maybe when the runner is gone since this boot: what lives in a session of its number is the attempt's, unless the number was
# given to a stranger since.
bw_lone() {
    [ "$bw_pid" = 0 ] || [ "$bw_born" != "$bw_boot" ] || bw_stat "$bw_pid" || bw_maybe=yes
}

bw_bar() {
    (set -C && echo barred >"$bw_a.started") 2>/dev/null
}

bw_code() {
    read -r bw_exit 2>/dev/null <"$bw_a.exit" || bw_exit=none
}

# Whether a process carries the attempt's mark in the environment that it was started with. Sets bw_blank when it shows none at all.
bw_marked() {
    bw_seen=''
    while IFS= read -r bw_line || [ -n "$bw_line" ]; do
        bw_seen=yes
        case $bw_line in *"BW_ATTEMPT=$bw_token"*) return 0 ;; esac
    done 2>/dev/null <"/proc/$1/environ"
    [ -n "$bw_seen" ] || bw_blank=yes
    return 1
}

bw_kernels() {
    [ "$bw_parent" = 2 ] && [ "$bw_session" = 0 ]
}

# Sets bw_blank when one of these processes of ours shows no environment: between exec and its first instruction none does, so look again.
bw_blanks() {
    bw_blank=''
    for bw_path in $(grep -LsF '' "$@"); do
        bw_path=${bw_path#/proc/}
        ! bw_stat "${bw_path%/environ}" || bw_kernels || bw_blank=yes
    done
}

# Sets bw_orphans to the children of the process that adopts orphans here. The kernel may skip one while another ends, so two readings
# in a row must say the same.
bw_adopted() {
    bw_left=6 bw_orphans=none
    [ -r "/proc/$bw_reaper/task/$bw_reaper/children" ] || return 1
    while IFS= read -r bw_line <"/proc/$bw_reaper/task/$bw_reaper/children"; [ "$bw_line" != "$bw_orphans" ]; do
        bw_orphans=$bw_line bw_left=$((bw_left - 1))
        [ "$bw_left" -gt 0 ] || return 1
    done
}

# Sets bw_found to a process that the runner, which ended just now, left behind: the first of them is in its session or an orphan by now.
bw_rest() {
    bw_found=''
    if [ -z "$bw_reaper" ]; then
        bw_members
        return
    fi
    if kill -0 "-$bw_pid" 2>/dev/null; then
        bw_found=$bw_pid
        return
    fi
    for bw_pause in 0.01 0.01 0.01 none; do
        if ! bw_adopted; then
            bw_members
            return
        fi
        bw_rest_of $bw_orphans
        [ -z "$bw_found" ] && [ -n "$bw_blank" ] && [ "$bw_pause" != none ] || return 0
        sleep "$bw_pause"
    done
}

# The same, among these: whoever is younger than the runner, and in its session or marked.
bw_rest_of() {
    read -r bw_line </proc/loadavg
    bw_last=${bw_line##* } bw_blank=''
    for bw_number; do
        [ "$bw_number" -gt "$bw_pid" ] || { [ "$bw_last" -lt "$bw_pid" ] && [ "$bw_number" -le "$bw_last" ]; } || continue
        bw_stat "$bw_number" || continue
        [ "$bw_session" != "$bw_pid" ] || bw_found=$bw_number
        [ -n "$bw_found" ] || bw_kernels || ! bw_marked "$bw_number" || bw_found=$bw_number
        [ -z "$bw_found" ] || return 0
    done
}

# Sets bw_found to all processes of the attempt but its runner. Looks again while it finds none and one may not be recognisable yet.
bw_members() {
    bw_left=3
    bw_look
    while [ -z "$bw_found" ] && [ "$bw_left" -gt 0 ] && bw_blanks /proc/[0-9]*/environ && [ -n "$bw_blank" ]; do
        bw_left=$((bw_left - 1))
        sleep 0.01
        bw_look
    done
}

# The members of this moment: those with its mark, those in its session while that is known to be its, and all that these started.
# Each way alone misses some.
bw_look() {
    bw_table='' bw_found=''
    for bw_path in $(grep -lsF "BW_ATTEMPT=$bw_token" /proc/[0-9]*/environ); do
        bw_path=${bw_path#/proc/}
        bw_found="$bw_found ${bw_path%/environ} "
    done
    for bw_path in /proc/[0-9]*; do
        bw_stat "${bw_path#/proc/}" || continue
        bw_kernels || bw_table="$bw_table ${bw_path#/proc/}:$bw_parent:$bw_session"
        [ -z "$bw_maybe" ] || [ "$bw_session" != "$bw_pid" ] || [ "$bw_since" -lt "$bw_began" ] || bw_found="$bw_found ${bw_path#/proc/} "
    done
    bw_grown=yes
    while [ -n "$bw_grown" ]; do
        bw_grown='' bw_others=''
        for bw_row in $bw_table; do
            bw_number=${bw_row%%:*} bw_row=${bw_row#*:}
            bw_parent=${bw_row%:*} bw_session=${bw_row#*:}
            case $bw_found in
            *" $bw_number "*) continue ;;
            *" $bw_parent "* | *" $bw_session "*) bw_found="$bw_found $bw_number " bw_grown=yes ;;
            *)
                if [ -n "$bw_fresh" ] && [ "$bw_session" = "$bw_pid" ]; then
                    bw_found="$bw_found $bw_number " bw_grown=yes
                else
                    bw_others="$bw_others $bw_number:$bw_parent:$bw_session"
                fi
                ;;
            esac
        done
        bw_table=$bw_others
    done
    bw_living=''
    for bw_number in $bw_found; do
        bw_stat "$bw_number" && bw_living="$bw_living $bw_number"
    done
    bw_found=$bw_living
}

# Ends the members: asks them, gives them two seconds, then kills; gives up after some more, and whoever asked asks again.
bw_sweep() {
    bw_asked=' ' bw_round=0
    while bw_members && [ -n "$bw_found" ] && [ "$bw_round" -lt 50 ]; do
        bw_round=$((bw_round + 1))
        for bw_number in $bw_found; do
            case $bw_asked in
            *" $bw_number "*) [ "$bw_round" -le 16 ] || kill -KILL "$bw_number" ;;
            *)
                bw_asked="$bw_asked$bw_number "
                kill -TERM "$bw_number"
                kill -CONT "$bw_number"
                ;;
            esac
        done 2>/dev/null
        sleep 0.1
    done
    [ -n "$bw_found" ] || [ ! -d "$bw_a.secrets" ] || rm -rf "$bw_a.secrets"
}

bw_part() {
    if [ "$2" = 0 ]; then head -c "$bw_limit" "$1"; else tail -c "+$(($2 + 1))" "$1" | head -c "$bw_limit"; fi 2>/dev/null
}

# A stream from its beginning. When the runner says that both are short, no program is needed, which would cost more than all else here;
# unless the shell's read did not take it as it is, a NUL for instance: then it is not as long as what was read.
bw_whole() {
    [ -s "$bw_a.$1" ] || return 0
    bw_say "$1"
    if [ "$2" = 120 ] && bw_short "$bw_a.$1"; then printf %s "$bw_text"; else head -c "$bw_limit" "$bw_a.$1"; fi
}

bw_short() {
    bw_text=''
    {
        while IFS= read -r bw_line <&9; do
            bw_text="$bw_text$bw_line
"
            # Somebody who was not ours to end writes on.
            [ "${#bw_text}" -lt 2000 ] || break
        done
        bw_text=$bw_text$bw_line
        read -r bw_line bw_length </proc/self/fdinfo/9
    } 9<"$1" 2>/dev/null
    [ "${#bw_text}" = "$bw_length" ]
}

# After the runner's end: what it left behind, its streams unless they are being watched, its exit status.
bw_over() {
    if [ "$1" = 121 ] || ! bw_started || [ "$bw_pid" = barred ]; then
        bw_state
        case $bw_answer in exited* | barred) rm -rf "$bw_a.secrets" ;; esac
        bw_say lost "$1" "$bw_answer"
        return
    fi
    bw_fresh=yes
    bw_rest
    [ -z "$bw_found" ] || bw_sweep
    bw_code
    [ "$bw_exit" != none ] || [ ! -d "$bw_a.secrets" ] || rm -rf "$bw_a.secrets"
    if [ ! -e "$bw_a.$bw_id" ]; then
        bw_whole out "$1"
        bw_whole err "$1"
    fi
    bw_say over "$bw_exit"
}

# After a start that holds no shell: what the runner said.
bw_detached() {
    case $2 in
    *started*) bw_say detached ;;
    *) bw_over "$1" ;;
    esac
}

# What there is beyond the offsets of both streams, and before that whether the script still runs.
bw_poll() {
    bw_of "$1"
    bw_state
    bw_say state "$bw_answer"
    # Nothing new while the last look is newer than both streams. The new look's time is taken before the streams are read.
    if ! [ "$bw_a.$bw_id" -nt "$bw_a.out" ] || ! [ "$bw_a.$bw_id" -nt "$bw_a.err" ] || [ "$bw_answer" != running ]; then
        echo >"$bw_a.$bw_id"
        bw_say out
        [ ! -s "$bw_a.out" ] || bw_part "$bw_a.out" "$2"
        bw_say err
        [ ! -s "$bw_a.err" ] || bw_part "$bw_a.err" "$3"
    fi
    bw_say read
}

# Sets bw_answer to absent, barred, running, exited N or gone.
bw_state() {
    bw_answer=absent bw_fresh=''
    bw_started || return 0
    bw_code
    bw_answer="exited $bw_exit"
    [ "$bw_exit" = none ] || return 0
    bw_answer=barred
    [ "$bw_pid" != barred ] || return 0
    bw_answer=running
    ! bw_runs || return 0
    bw_lone
    bw_members
    [ -z "$bw_found" ] || return 0
    # It may have ended while we looked: whoever is no longer there has written the exit status before, or never will.
    bw_code
    bw_answer="exited $bw_exit"
    [ "$bw_exit" = none ] || return 0
    bw_answer=gone
    [ ! -d "$bw_a.secrets" ] || rm -rf "$bw_a.secrets"
}

bw_probe() {
    bw_of "$1"
    if bw_bar; then
        bw_answer=barred
    else
        bw_state
    fi
    bw_say state "$bw_answer"
}

# Ends a script and its tree, or what it left behind.
bw_end() {
    bw_of "$1"
    bw_found='' bw_fresh=''
    if ! bw_bar && bw_started && [ "$bw_pid" != barred ]; then
        # First, or it would write as exit status what happens to its script now.
        ! bw_runs || { bw_fresh=yes && kill -KILL "$bw_pid" 2>/dev/null; }
        bw_sweep
        bw_code
        [ "$bw_exit" != none ] || [ -n "$bw_found$bw_fresh" ] || bw_lone
        [ -z "$bw_maybe" ] || bw_look
    fi
    [ -z "$bw_maybe" ] || [ -z "$bw_found" ] || { bw_say unsure "$bw_pid" $bw_found && return; }
    bw_say ended "$bw_found"
}

# Removes all that is kept of scripts that have ended.
bw_forget() {
    for bw_token; do
        rm -rf "$bw/attempts/$bw_token".*
    done
}

bw_facts() {
    bw_say os
    cat /etc/os-release 2>/dev/null
    bw_say kernel
    uname -srm
    bw_say host
    uname -n
    bw_say cpu
    nproc 2>/dev/null || grep -c '^processor' /proc/cpuinfo
    bw_say memory
    IFS= read -r bw_line </proc/meminfo && echo "$bw_line"
    bw_say disk
    df -Pk / 2>/dev/null
    bw_say addresses
    hostname -I 2>/dev/null || ip -o addr 2>/dev/null
    bw_say known
}

# Says who adopts orphans, by being one.
bw_orphan() {
    bw_stat self
    bw_mother=${bw_line%% *}
    (until bw_stat self && [ "$bw_parent" != "$bw_mother" ]; do :; done && echo "$bw_parent") &
}

# False, and refused, when a folder is of another user: who owns it can change what runs from it. With sudo it may be the login user's.
bw_own() {
    [ ! -O "$1" ] || return 0
    bw_line=$(ls -ldn "$1/." 2>/dev/null)
    set -- "$1" $bw_line
    [ -n "${SUDO_UID:-}" ] && [ "${4:-}" = "$SUDO_UID" ] && return 0
    bw_say refused "the folder $1 belongs to another user (uid ${4:-unknown})"
    return 1
}

bw_hello() {
    [ -r /proc/self/stat ] || { bw_say refused 'it has no /proc, which only Linux has' && return; }
    case $bw_folder in /*) bw=$bw_folder ;; *) bw=$HOME/$bw_folder ;; esac
    [ -d "$bw/attempts" ] && [ -d "$bw/files" ] || mkdir -p "$bw/attempts" "$bw/files" || { bw_say refused "the folder $bw cannot be made" && return; }
    bw_own "$bw" && bw_own "$bw/attempts" && bw_own "$bw/files" || return
    [ -e "$bw/$bw_runner" ] || bw_install || { bw_say refused "nothing can be written in $bw" && return; }
    [ -e "$bw/pruned-$bw_day" ] || bw_prune
    bw_setsid=''
    ! command -v setsid >/dev/null 2>&1 || bw_setsid=setsid
    bw_reaper=$(bw_orphan)
    [ -r "/proc/$bw_reaper/task/$bw_reaper/children" ] || bw_reaper=''
    read -r bw_boot </proc/sys/kernel/random/boot_id
    cd / || :
    bw_say hello "$bw"
}

# Tells what room there is where files could not be brought, and takes away what arrived of them.
bw_fail() {
    bw_say failed
    LC_ALL=C df -Pk "$bw" 2>/dev/null
    rm -rf "$1"
}

# Takes away what other connections left half brought: no part of it has grown for an hour.
bw_tidy() {
    for bw_path in "$bw"/files/.new-*; do
        [ -d "$bw_path" ] && bw_line=$(find "$bw_path" -mmin -60 2>/dev/null) && [ -z "$bw_line" ] && rm -rf "$bw_path"
    done
    :
}

# Puts a tree that was brought in parts in its place, unless somebody else was first.
bw_place() {
    if [ ! -d "$bw/files/$2" ]; then
        mv "$bw/files/$1" "$bw/files/$2" && rm -rf "$bw/files/$2/$1"
    fi
    [ ! -d "$bw/files/$1" ] || rm -rf "$bw/files/$1"
    [ -d "$bw/files/$2" ]
}

# What ended two weeks ago or longer goes, once a day.
bw_prune() {
    rm -f "$bw"/pruned-*
    echo >"$bw/pruned-$bw_day"
    find "$bw/attempts" -name '*.started' -mtime +14 -exec sh -c 'for one; do
        [ ! -e "${one%.started}.exit" ] || rm -rf "${one%.started}".*
    done' sh {} +
}
