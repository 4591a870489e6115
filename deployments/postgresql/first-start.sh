#!/bin/sh
# Run once by the image, on an empty volume: two databases, and who may do what in ours.
# The rights themselves are models/migrations/rights.sql, which every `commissioning migrate` applies.
set -eu

psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set owner="$OWNER_PASSWORD" --set loader="$LOADER_PASSWORD" --set prefect="$PREFECT_PASSWORD" <<'SQL'
CREATE ROLE commissioning_loader NOLOGIN;
CREATE ROLE commissioning_packs NOLOGIN;
CREATE ROLE commissioning_reader NOLOGIN;
CREATE ROLE owner LOGIN PASSWORD :'owner';
CREATE ROLE loader LOGIN PASSWORD :'loader' IN ROLE commissioning_loader;
CREATE ROLE prefect LOGIN PASSWORD :'prefect';
CREATE DATABASE commissioning OWNER owner;
CREATE DATABASE prefect OWNER prefect;
REVOKE ALL ON DATABASE commissioning, prefect FROM PUBLIC;
GRANT CONNECT ON DATABASE commissioning TO commissioning_loader, commissioning_packs, commissioning_reader;
\connect commissioning
REVOKE ALL ON SCHEMA public FROM PUBLIC;
\connect prefect
CREATE EXTENSION pg_trgm;
SQL
