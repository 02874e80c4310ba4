"""The library dock: models, published cells, materials, the user's own; the gallery."""
