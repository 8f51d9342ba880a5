#!/bin/sh
# Three roles, so that a hole in the application is no hole in the tables: the owner changes tables, the application
# reads and writes rows, and the superuser is for the person who keeps the database. Run once, by the image.
set -eu
psql --username "$POSTGRES_USER" --set ON_ERROR_STOP=1 \
  --set owner="$OWNER_PASSWORD" --set application="$APPLICATION_PASSWORD" <<'SQL'
CREATE ROLE sabak_owner LOGIN PASSWORD :'owner';
CREATE ROLE sabak_application LOGIN PASSWORD :'application';
CREATE DATABASE sabak OWNER sabak_owner;
REVOKE ALL ON DATABASE sabak FROM PUBLIC;
GRANT CONNECT ON DATABASE sabak TO sabak_application;
\connect sabak
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO sabak_owner;
GRANT USAGE ON SCHEMA public TO sabak_application;
ALTER DEFAULT PRIVILEGES FOR ROLE sabak_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO sabak_application;
ALTER DEFAULT PRIVILEGES FOR ROLE sabak_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO sabak_application;
SQL
