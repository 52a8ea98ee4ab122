# shellcheck shell=sh
# The database postgresql_database, its owner, and the owner's password, which is a file that BW_SECRET_POSTGRESQL_PASSWORD names.

database_is_wanted() {
    [ -n "$BW_VAR_POSTGRESQL_DATABASE" ]
}

database_owner() {
    echo "${BW_VAR_POSTGRESQL_OWNER:-$BW_VAR_POSTGRESQL_DATABASE}"
}

database_names() {
    printf '%s\n' "\\set database \`printf %s \"\$database\"\`" "\\set owner \`printf %s \"\$owner\"\`"
}

# database_ask: runs SQL of standard input with :database and :owner.
database_ask() {
    { database_names && cat; } | database=$BW_VAR_POSTGRESQL_DATABASE owner=$(database_owner) cluster_psql -f -
}

database_check() {
    database_is_wanted || return 0
    found=$(echo "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = :'database';" | database_ask)
    [ "$found" = "$(database_owner)" ] || drift "owner of database $BW_VAR_POSTGRESQL_DATABASE" "$(database_owner)" "${found:-no database}"
    [ -z "${BW_SECRET_POSTGRESQL_PASSWORD:-}" ] || database_lets_in || drift "password of $(database_owner)" "the one that was given" "another"
}

# Whether the owner's password is taken over TCP.
database_lets_in() {
    pass=$(mktemp)
    { printf '*:*:*:*:' && sed -e 's/[\\:]/\\&/g' "$BW_SECRET_POSTGRESQL_PASSWORD"; } >"$pass"
    status=0
    PGPASSFILE=$pass psql -X -q -w -h 127.0.0.1 -p "$BW_VAR_POSTGRESQL_PORT" -U "$(database_owner)" -d "$BW_VAR_POSTGRESQL_DATABASE" -c '' 2>/dev/null || status=$?
    rm -f "$pass"
    return "$status"
}

database_put() {
    [ -z "${BW_VAR_POSTGRESQL_PASSWORD:-}" ] || refuse "postgresql_password is a plain text: give a reference such as env:NAME."
    database_is_wanted || return 0
    database_ask <<'SQL'
SELECT format('CREATE ROLE %I LOGIN', :'owner') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'owner') \gexec
SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'owner') WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
SELECT format('ALTER DATABASE %I OWNER TO %I', :'database', :'owner') \gexec
SQL
    [ -n "${BW_SECRET_POSTGRESQL_PASSWORD:-}" ] || return 0
    { printf "ALTER ROLE :\"owner\" PASSWORD '" && sed -e "s/'/''/g" "$BW_SECRET_POSTGRESQL_PASSWORD" | tr -d '\n' && echo "';"; } | database_ask
}
