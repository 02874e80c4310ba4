"""The inspector dock: everything that can be edited of what is selected."""
