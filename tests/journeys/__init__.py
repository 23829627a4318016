"""The program as a person meets it: the real window on a display of its own, driven from outside."""
