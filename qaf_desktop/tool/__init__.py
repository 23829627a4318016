"""The audit tool: XLSForm in, a form definition out, and the logic of a form while it is filled in."""
