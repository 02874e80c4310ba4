"""The picture of a cell as plain shapes: one geometry for the window, the report and the library."""
