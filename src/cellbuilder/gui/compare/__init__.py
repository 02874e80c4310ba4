"""The Compare tab: pinned designs side by side."""
