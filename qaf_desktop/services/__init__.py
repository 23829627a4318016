"""One file per area, one function per thing that a person does; returns frozen data, never rows."""
