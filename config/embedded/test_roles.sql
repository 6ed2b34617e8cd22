-- Only in clusters of tests: the owner makes test databases, and may become every other role.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'righthelp_factory') THEN
        CREATE ROLE righthelp_factory;
    END IF;
    ALTER ROLE righthelp_factory NOLOGIN BYPASSRLS;
    ALTER ROLE righthelp_owner CREATEDB;
    IF current_setting('server_version_num')::int >= 160000 THEN
        EXECUTE 'GRANT righthelp_web, righthelp_system, righthelp_factory TO righthelp_owner WITH INHERIT FALSE';
    ELSE
        GRANT righthelp_web, righthelp_system, righthelp_factory TO righthelp_owner;
    END IF;
END
$$;
GRANT SET ON PARAMETER session_replication_role TO righthelp_owner;   -- to empty tables that triggers protect
GRANT pg_read_all_data, pg_write_all_data TO righthelp_factory;
GRANT ALL ON SCHEMA public TO righthelp_factory;
