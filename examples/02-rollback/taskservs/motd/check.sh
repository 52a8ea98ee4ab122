#!/bin/sh
# Exit 0: it is as wanted, so create has nothing to do. ::absent: there is none, so create makes it and delete undoes that.
set -eu
[ -e etc/motd ] || { echo ::absent; exit 1; }
[ "$(cat etc/motd)" = "Welcome to $BW_SERVER." ]
