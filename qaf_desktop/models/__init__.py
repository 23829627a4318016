"""SQLAlchemy tables: journal, drafts, projections. No sessions, no rules."""
