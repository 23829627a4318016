"""The window: pages, dialogs, widgets, list models, theme, background work."""
