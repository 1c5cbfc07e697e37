"""What the guide's site is made of beside its pages, and the step that finishes it; knows no site builder.

A builder (see ``builders/``) turns ``docs/`` into a folder of HTML; :func:`site_build.finish.finish` completes it.
"""
