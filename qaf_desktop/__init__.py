"""QAF Desktop: auditing the help that a child gets, and making sure that what is found changes something."""

__version__ = "0.1.0"
