"""The database: tables, sessions, migrations, and the queries, one file for each noun."""
