"""The one error that ends a build of the site."""


class SiteError(Exception):
    """The site cannot be built; the text names everything that is wrong, for the person who runs the build."""
