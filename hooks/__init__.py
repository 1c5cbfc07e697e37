"""What happens around a build of the site; MkDocs runs these (see mkdocs.yml)."""
