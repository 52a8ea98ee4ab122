# shellcheck shell=sh
# What a script tells the engine. drifted is 1 once something differs.

drifted=0

# The text $1 as the value of a setting.
report_value() {
    printf '%s' "$1" | tr '\n' ' ' | sed -e 's/%/%25/g' -e 's/[\\"]/\\&/g'
}

# drift PROPERTY WANTED FOUND
drift() {
    drifted=1
    printf '::drift property="%s" wanted="%s" found="%s"\n' "$(report_value "$1")" "$(report_value "$2")" "$(report_value "$3")"
}

# Ends a check. What create.sh has not begun here, or delete.sh has put back, is absent: then delete.sh undoes what create.sh does.
check_end() {
    if [ "$drifted" = 1 ] && [ ! -d "$files_record" ] && { [ -z "${packages:-}" ] || ! packages_ours $packages; }; then
        echo ::absent
    fi
    exit "$drifted"
}

# refuse MESSAGE: ends the script with a failure that trying again would not mend.
refuse() {
    echo "::failure kind=Validation $1"
    exit 1
}
