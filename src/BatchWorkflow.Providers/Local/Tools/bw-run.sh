# bw-run MACHINE FOLDER ROOT COMMAND [ARGUMENT...]: runs one script of an attempt in this session. Only builtins stand around the script.
umask 022
machine=$1 folder=$2 stat=''
# With its start and what is known of this life of the machine, its number names its session for good.
since() { shift 19; echo "$$ $1 $machine"; }
[ ! -r "/proc/$$/stat" ] || read -r stat <"/proc/$$/stat"
# The fence: whoever makes this file first decides whether the script runs. Someone who asks what became of it makes it, too.
set -C
if [ -n "$stat" ]; then
    stat=${stat##*) }
    { since $stat >"$folder/started"; } 2>/dev/null || exit 0
else
    { echo "$$" >"$folder/started"; } 2>/dev/null || exit 0
fi
set +C
cd "$3" && unset OLDPWD && shift 3 && "$@"
code=$?
[ ! -d "$folder/secrets" ] || rm -rf "$folder/secrets"
# One write that ends with its line end. A reader takes the status only with that, so it sees all of it or nothing,
# as after a rename, without the process that mv costs.
echo "$code" >"$folder/exit"
