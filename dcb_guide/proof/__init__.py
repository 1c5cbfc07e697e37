"""Decision diagrams: the proofs of the tables, ``model.json``, comparison of versions."""
