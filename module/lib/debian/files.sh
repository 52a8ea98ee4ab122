# shellcheck shell=sh
# Configuration files: each is compared, remembered as it was before, and replaced by a rename. $files lists them, one a line:
# the file among the taskserv's own (or its whole path), its place, its mode, its owner. After a change, $files_record/pending
# is there until the service has been restarted.

files_record=/var/lib/batchworkflow-taskservs/$BW_TASKSERV

# Calls "$@" SOURCE PLACE MODE OWNER for each of $files.
files_each() {
    while read -r source place mode owner <&3; do
        case $source in '') continue ;; /*) ;; *) source=$BW_FILES/$source ;; esac
        "$@" "$source" "$place" "$mode" "$owner"
    done 3<<END
$files
END
}

files_check() {
    files_each file_check
}

files_put() {
    files_each file_put
}

file_check() {
    if [ ! -f "$2" ]; then
        drift "$2" "a file" absent
    elif ! cmp -s "$1" "$2"; then
        drift "$2" "$(file_line '>' "$2" "$1")" "$(file_line '<' "$2" "$1")"
    elif [ "$(stat -c '%a %U:%G' "$2")" != "$3 $4" ]; then
        drift "$2" "$3 $4" "$(stat -c '%a %U:%G' "$2")"
    fi
}

# The first line that only one of two files has.
file_line() {
    diff "$2" "$3" | sed -n "s/^$1 //p" | head -n 1
}

file_put() {
    ! cmp -s "$1" "$2" || [ "$(stat -c '%a %U:%G' "$2")" != "$3 $4" ] || return 0
    file_keep "$2"
    folder_make "$(dirname "$2")"
    echo >"$files_record/pending"
    (umask 077 && cat "$1" >"$2.bw-new")
    file_replace "$2"
    chown "$4" "$2"
    chmod "$3" "$2"
}

# Puts $1.bw-new in the place $1. Engines of containers mount over some files, which then can only be written.
file_replace() {
    if grep -q " $1 " /proc/self/mountinfo; then
        cat "$1.bw-new" >"$1"
        rm -f "$1.bw-new"
    else
        mv -fT "$1.bw-new" "$1"
    fi
}

# Remembers, once, what was at a place: a copy, or that nothing was.
file_keep() {
    mkdir -p "$files_record"
    kept=$files_record/former$1
    if [ -e "$kept" ] || [ -L "$kept" ] || grep -qsxF "$1" "$files_record/new"; then
        return 0
    elif [ -e "$1" ] || [ -L "$1" ]; then
        mkdir -p "$(dirname "$kept")"
        cp -aT "$1" "$kept.part"
        mv -T "$kept.part" "$kept"
    else
        echo "$1" >>"$files_record/new"
    fi
}

# data_keep FOLDER...: those that are not there yet, and that a service will make, are removed with it.
data_keep() {
    for data in "$@"; do
        [ -e "$data" ] || file_keep "$data"
    done
}

# folders_keep FOLDER...: those that are not there yet, and that a package will make, are removed with it when nothing is in them.
folders_keep() {
    for folder in "$@"; do
        [ -d "$folder" ] || grep -qsxF "$folder" "$files_record/folders" || { mkdir -p "$files_record" && echo "$folder" >>"$files_record/folders"; }
    done
}

# Makes a folder and those above it, and remembers which there were not.
folder_make() {
    [ ! -d "$1" ] || return 0
    folder_make "$(dirname "$1")"
    folders_keep "$1"
    mkdir -m 755 "$1"
}

# Puts everything back as it was before the first change.
files_restore() {
    if [ -d "$files_record/former" ]; then
        find "$files_record/former" ! -type d -printf '/%P\n' | while IFS= read -r place; do
            [ -d "$(dirname "$place")" ] || continue
            cp -aT "$files_record/former$place" "$place.bw-new"
            file_replace "$place"
        done
    fi
    if [ -e "$files_record/new" ]; then
        while IFS= read -r place; do
            rm -rf "$place" "$place.bw-new"
        done <"$files_record/new"
    fi
    if [ -e "$files_record/folders" ]; then
        LC_ALL=C sort -r "$files_record/folders" | while IFS= read -r folder; do
            rmdir "$folder" 2>/dev/null || :
        done
    fi
    rm -rf "$files_record"
    rmdir "$(dirname "$files_record")" 2>/dev/null || :
}
