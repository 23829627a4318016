"""The audit form: one draft, filled in beside the worker."""
