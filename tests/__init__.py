"""The tests, by what they state; ``conftest.py`` says what they share and how they are run."""
