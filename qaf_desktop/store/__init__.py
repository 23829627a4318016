"""The encrypted database: open, transaction, migrate, project, back up."""
