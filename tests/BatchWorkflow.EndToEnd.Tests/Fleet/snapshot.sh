#!/bin/sh
# Says what is on this host, one thing a line: packages, accounts, processes, its name, and every file with kind, mode, owner and content.
set -eu
export LC_ALL=C
dpkg-query -W -f 'package ${Package} ${Version} ${db:Status-Status}\n'
for accounts in passwd group shadow gshadow; do
    sed "s/^/account $accounts /" "/etc/$accounts"
done
echo "name $(hostname)"
for process in /proc/[0-9]*; do
    # Not this script and its own.
    if read -r pid name state parent rest <"$process/stat" && [ "$pid" != $$ ] && [ "$parent" != $$ ]; then
        echo "process $(tr '\0' ' ' <"$process/cmdline")"
    fi
done 2>/dev/null
find / -xdev ! -type f -printf 'file %p %y %m %u:%g %l\n'
find / -xdev -type f -printf 'file %p f %m %u:%g\n'
find / -xdev -type f -exec sha256sum {} + | sed 's/^\([^ ]*\)  \(.*\)/content \2 \1/'
