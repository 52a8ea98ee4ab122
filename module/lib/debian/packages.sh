# shellcheck shell=sh
# Debian packages. Installing brings what is missing and starts nothing; removing purges only what came with taskservs.
# $packages_record/installed names every package that came, $packages_record/wanted/TASKSERV those that a taskserv asked for.
# Who calls these holds the lock `packages`; programs that are not of this run are waited for.

packages_record=/var/lib/batchworkflow-taskservs/packages
packages_policy=/usr/sbin/policy-rc.d
export DEBIAN_FRONTEND=noninteractive

packages_apt() {
    apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \
        -o APT::Install-Recommends=false "$@" </dev/null
}

packages_installed() {
    dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | LC_ALL=C sort -u
}

# Those of the names that are not installed.
packages_missing() {
    for package in "$@"; do
        packages_installed | grep -qxF "$package" || echo "$package"
    done
}

# Until packages_settle, maintainer scripts start no service: first comes its configuration.
packages_forbid_starts() {
    [ ! -e "$packages_policy" ] || mv "$packages_policy" "$packages_policy.former"
    printf '#!/bin/sh\n# batchworkflow\nexit 101\n' >"$packages_policy.new"
    chmod 755 "$packages_policy.new"
    mv "$packages_policy.new" "$packages_policy"
}

packages_allow_starts() {
    ! grep -qsx '# batchworkflow' "$packages_policy" || rm -f "$packages_policy"
    [ ! -e "$packages_policy.former" ] || mv "$packages_policy.former" "$packages_policy"
}

# Ends an installation: adds to the record what has come since packages_record/before was written. Each call begins with this, too,
# for a script that was ended in the middle.
packages_settle() {
    packages_allow_starts
    [ -e "$packages_record/before" ] || return 0
    packages_installed | LC_ALL=C comm -13 "$packages_record/before" - >"$packages_record/came"
    packages_keep_record "$packages_record/came"
    rm -f "$packages_record/came" "$packages_record/before"
}

# The record becomes those of it and of the file $1 that are installed.
packages_keep_record() {
    cat "$packages_record/installed" "$1" | LC_ALL=C sort -u >"$packages_record/known"
    packages_installed | LC_ALL=C comm -12 "$packages_record/known" - >"$packages_record/installed.new"
    mv "$packages_record/installed.new" "$packages_record/installed"
    rm -f "$packages_record/known"
}

# packages_install NAME...
packages_install() {
    mkdir -p "$packages_record/wanted"
    : >>"$packages_record/installed"
    printf '%s\n' "$@" >"$packages_record/wanted/$BW_TASKSERV"
    packages_settle
    missing=$(packages_missing "$@")
    [ -n "$missing" ] || return 0
    packages_installed >"$packages_record/before.new"
    mv "$packages_record/before.new" "$packages_record/before"
    packages_forbid_starts
    status=0
    # Lists that are old name files which the archive no longer has.
    { dpkg --configure -a && packages_apt install $missing; } || { packages_apt update && packages_apt install $missing; } || status=$?
    packages_settle
    return "$status"
}

# packages_check NAME...
packages_check() {
    for package in $(packages_missing "$@"); do
        drift "package $package" installed absent
    done
}

# True when one of the names came with a taskserv and no other taskserv wants it.
packages_ours() {
    for package in "$@"; do
        ! packages_is_ours "$package" || return 0
    done
    return 1
}

packages_is_ours() {
    grep -qsxF "$1" "$packages_record/installed" || return 1
    for wanted in "$packages_record"/wanted/*; do
        [ "$wanted" = "$packages_record/wanted/$BW_TASKSERV" ] || ! grep -qsxF "$1" "$wanted" || return 1
    done
}

# What apt would remove when it did $1...: their names.
packages_would_go() {
    packages_apt -s -o APT::AutoRemove::RecommendsImportant=false -o APT::AutoRemove::SuggestsImportant=false "$@" |
        sed -n -e 's/^Purg \([^ ]*\).*/\1/p' -e 's/^Remv \([^ ]*\).*/\1/p' | LC_ALL=C sort -u
}

# Purges. The package locales takes /etc/default/locale along, which on Debian 13 is systemd's.
packages_purge() {
    locale=$(readlink /etc/default/locale) || locale=''
    packages_apt purge "$@"
    [ -z "$locale" ] || [ -L /etc/default/locale ] || ln -s "$locale" /etc/default/locale
}

# packages_remove NAME...: purges those that are ours, then what came with them and nothing needs any more.
packages_remove() {
    [ -d "$packages_record" ] || return 0
    packages_settle
    ours=''
    for package in "$@"; do
        ! packages_is_ours "$package" || ours="$ours $package"
    done
    rm -f "$packages_record/wanted/$BW_TASKSERV"
    others=''
    [ -z "$ours" ] || others=$(packages_would_go purge $ours | LC_ALL=C comm -23 - "$packages_record/installed")
    if [ -n "$others" ]; then
        echo "packages$ours stay: others need them, such as ${others%%[!a-z0-9.+-]*}"
    elif [ -n "$ours" ]; then
        packages_purge $ours
    fi
    left=$(packages_would_go autoremove | LC_ALL=C comm -12 - "$packages_record/installed")
    [ -z "$left" ] || packages_purge $left
    packages_keep_record /dev/null
    packages_forget
}

# Removes the record when nothing is in it.
packages_forget() {
    [ ! -s "$packages_record/installed" ] && rmdir "$packages_record/wanted" 2>/dev/null || return 0
    rm -rf "$packages_record"
    rmdir "$(dirname "$packages_record")" 2>/dev/null || :
}
