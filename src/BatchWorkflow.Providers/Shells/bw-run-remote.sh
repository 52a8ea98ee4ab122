# bw-run ATTEMPT BOOT FOLDER COMMAND [ARGUMENT...]: runs one script of an attempt in this session. Descriptor 3 is told when it begins.
umask 022
attempt=$1
read -r stat <"/proc/$$/stat"
# The fence: whoever makes this file first decides whether the script runs. Someone who asks what became of it makes it, too.
since() { shift 19; echo "$$ $1 $boot"; }
boot=$2 stat=${stat##*) }
set -C
{ since $stat >"$attempt.started"; } 2>/dev/null || exit 121
set +C
# Whoever asked may be gone by now. The script runs all the same: the signal of a broken pipe would end it before it begins.
trap '' PIPE
echo started >&3 2>/dev/null
exec 3>&-
trap - PIPE
cd "$3" && unset OLDPWD && shift 3 && "$@"
code=$?
[ ! -d "$attempt.secrets" ] || rm -rf "$attempt.secrets"
# One write that ends with its line end: a reader takes the status only with that, so it sees all of it or nothing.
echo "$code" >"$attempt.exit"
# How far both streams were written, as proc(5)'s fdinfo has it: 120 says that they are short.
{ read -r pos out </proc/self/fdinfo/1 && read -r pos err </proc/self/fdinfo/2 && [ "$((out + err))" -le 600 ] && exit 120; } 2>/dev/null
exit 0
