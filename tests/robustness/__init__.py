"""What must not happen: each has a test of its own name, says a sentence, shows no traceback, and loses nothing."""
