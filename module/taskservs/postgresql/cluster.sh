# shellcheck shell=sh
# Debian's cluster VERSION/main: where its configuration is, and whether it runs.

# Sets version and files once the package is there.
cluster_find() {
    version=$(find /usr/lib/postgresql -mindepth 1 -maxdepth 1 -printf '%f\n' 2>/dev/null | sort -n | tail -n 1)
    files=''
    [ -n "$version" ] || return 0
    files="batchworkflow.conf /etc/postgresql/$version/main/conf.d/batchworkflow.conf 644 postgres:postgres
pg_hba.conf /etc/postgresql/$version/main/pg_hba.conf 640 postgres:postgres"
}

# Makes the cluster where its folder was lost or never made.
cluster_make() {
    [ -e "/etc/postgresql/$version/main/postgresql.conf" ] || pg_createcluster "$version" main
}

# In place of service_runs: the init script and the unit stand for all clusters of a machine.
service_runs() {
    pg_lsclusters -h 2>/dev/null | awk '$1 == version && $2 == "main" { found = $4 ~ /^online/ } END { exit !found }' version="${version:-none}"
}

as_postgres() {
    (cd / && runuser -u postgres -- "$@")
}

# psql with its commands on standard input, so that none is on a command line.
cluster_psql() {
    as_postgres psql -X -q -A -t -v ON_ERROR_STOP=1 -p "$BW_VAR_POSTGRESQL_PORT" "$@"
}
