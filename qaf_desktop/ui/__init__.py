"""The window: pages, dialogs, widgets, and how they look."""

from qaf_desktop.ui.singletons import keep_singletons

keep_singletons()
