"""Events, states and rules as plain data and pure functions. No I/O, no Qt, no SQL."""
