-- The cluster's roles. Run once by a superuser; running it again changes nothing. Passwords are set apart from it.
-- Afterwards: CREATE DATABASE righthelp OWNER righthelp_owner; and in it, as a superuser,
-- CREATE EXTENSION pg_trgm, fuzzystrmatch, btree_gist and unaccent.
DO $$
DECLARE
    wanted record;
BEGIN
    FOR wanted IN
        SELECT * FROM (VALUES
            ('righthelp_owner', 'LOGIN INHERIT NOBYPASSRLS'),      -- owns schema and tables, runs migrations
            ('righthelp_web', 'LOGIN NOINHERIT NOBYPASSRLS'),      -- the web server: owns nothing, member of nothing
            ('righthelp_system', 'LOGIN NOINHERIT NOBYPASSRLS'),   -- the sweep: clocks and notices
            ('righthelp_definer', 'NOLOGIN NOINHERIT NOBYPASSRLS'),-- owns the functions that policies call
            ('righthelp_backup', 'NOLOGIN INHERIT BYPASSRLS')      -- reads everything, for pg_dump --role
        ) AS role (name, attributes)
    LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name) THEN
            EXECUTE format('CREATE ROLE %I', wanted.name);
        END IF;
        EXECUTE format('ALTER ROLE %I NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION %s', wanted.name, wanted.attributes);
    END LOOP;
END
$$;

GRANT righthelp_definer TO righthelp_owner;   -- to give functions to it
GRANT righthelp_web TO righthelp_system;      -- a worker's task runs as web, under a named person (SET LOCAL ROLE)
GRANT pg_read_all_data TO righthelp_backup;
