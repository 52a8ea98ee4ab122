# shellcheck shell=sh
# Users and the keys that let them in. users.txt has a line for each: name, shell, groups; authorized_keys.txt: name, key.

# Calls "$@" NAME SHELL GROUPS for each wanted user.
users_each() {
    while read -r user shell groups <&4; do
        "$@" "$user" "$shell" "$groups"
    done 4<"$BW_FILES/users.txt"
}

# The wanted file of $1's keys.
user_keys() {
    sed -n "s/^$1 //p" "$BW_FILES/authorized_keys.txt" >"$work/keys-$1"
    echo "$work/keys-$1"
}

user_home() {
    getent passwd "$1" | cut -d: -f6
}

user_missing_groups() {
    for group in $(echo "$2" | tr , ' '); do
        id -nG "$1" | tr ' ' '\n' | grep -qxF "$group" || echo "$group"
    done
}

user_check() {
    if ! getent passwd "$1" >/dev/null; then
        drift "user $1" present absent
        return
    fi
    [ "$(getent passwd "$1" | cut -d: -f7)" = "$2" ] || drift "shell of $1" "$2" "$(getent passwd "$1" | cut -d: -f7)"
    [ -z "$(user_missing_groups "$1" "$3")" ] || drift "groups of $1" "$3" "$(id -nG "$1")"
    keys=$(user_keys "$1")
    [ ! -s "$keys" ] || file_check "$keys" "$(user_home "$1")/.ssh/authorized_keys" 600 "$1:$(id -gn "$1")"
}

user_put() {
    if ! getent passwd "$1" >/dev/null; then
        mkdir -p "$files_record"
        echo "$1" >>"$files_record/users"
        useradd --create-home --shell "$2" "$1"
    fi
    if [ "$(getent passwd "$1" | cut -d: -f7)" != "$2" ]; then
        mkdir -p "$files_record"
        grep -qs "^$1 " "$files_record/shells" || echo "$1 $(getent passwd "$1" | cut -d: -f7)" >>"$files_record/shells"
        usermod --shell "$2" "$1"
    fi
    for group in $(user_missing_groups "$1" "$3"); do
        grep -qsxF "$1" "$files_record/users" || { mkdir -p "$files_record" && echo "$1 $group" >>"$files_record/memberships"; }
        usermod --append --groups "$group" "$1"
    done
    keys=$(user_keys "$1")
    [ -s "$keys" ] || return 0
    home=$(user_home "$1")
    file_put "$keys" "$home/.ssh/authorized_keys" 600 "$1:$(id -gn "$1")"
    [ "$(stat -c %U "$home/.ssh")" = "$1" ] || { chown "$1:$(id -gn "$1")" "$home/.ssh" && chmod 700 "$home/.ssh"; }
}

# Removes the users that were made here; gives others their former shells and groups.
users_restore() {
    if [ -e "$files_record/shells" ]; then
        while read -r user shell; do
            ! getent passwd "$user" >/dev/null || usermod --shell "$shell" "$user"
        done <"$files_record/shells"
    fi
    if [ -e "$files_record/memberships" ]; then
        while read -r user group; do
            gpasswd --delete "$user" "$group" || :
        done <"$files_record/memberships"
    fi
    if [ -e "$files_record/users" ]; then
        while read -r user; do
            ! getent passwd "$user" >/dev/null || userdel --force --remove "$user"
        done <"$files_record/users"
    fi
}
