"""The builders of the site, each thin: they turn ``docs/`` into HTML and call ``site_build`` to finish it."""
