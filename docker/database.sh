#!/bin/sh
# Run once by the PostgreSQL image, as its superuser, in an empty database: our roles, their passwords, our extensions.
set -eu
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" -f /righthelp/roles.sql
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" \
    -v owner="$OWNER_PASSWORD" -v web="$WEB_PASSWORD" -v system="$SYSTEM_PASSWORD" <<'SQL'
ALTER ROLE righthelp_owner PASSWORD :'owner';
ALTER ROLE righthelp_web PASSWORD :'web';
ALTER ROLE righthelp_system PASSWORD :'system';
CREATE DATABASE righthelp OWNER righthelp_owner;
REVOKE ALL ON DATABASE righthelp FROM PUBLIC;
GRANT CONNECT ON DATABASE righthelp TO righthelp_web, righthelp_system, righthelp_backup;
\connect righthelp
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS unaccent;
SQL
