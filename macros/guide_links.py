"""Links between the guide's pages, and into the tool."""

from markupsafe import Markup

from dcb_guide.core import places
from dcb_guide.core.languages import listed
from dcb_guide.core.markdown import escaped
from dcb_guide.core.record_address import address_of
from dcb_guide.guide.content import Body
from dcb_guide.guide.decision_types import Value
from dcb_guide.guide.wording import Wording


class Links(Wording):
    """A guide's wording, with the links a page needs."""

    def link(self, target: str) -> Markup:
        """Return a Markdown link to a page or a part of one (``page.md#anchor``), by the text the data has for it."""
        return Markup("[{}]({})").format(escaped(self.ui(self.guide.link_text(target))), target)

    def column_link(self, column: str) -> Markup:
        """Return a table column's label, linked to where it is explained."""
        if column in self.conditions or column in self.decisions:
            return Markup("[{}](#{})").format(escaped(self.name(column)), column)
        return Markup("[{}](attributes.md#{})").format(escaped(self.name(column)), column)

    def fragment(self, answers: dict[str, Value]) -> str:
        """Return answers as the fragment of the tool's address."""
        return address_of(answers)

    def address(self, body: Body) -> str:
        """Return a surveyed body's record as the fragment of the tool's address."""
        return address_of({**body.platform, **body.context})

    def type_anchor(self, outcome: str) -> str:
        """Return where the page of types shows an outcome of the decisions on types: ``type-1-3``."""
        return outcome.replace("_", "-")

    def type_links(self, decision: str, outcomes: list[str]) -> Markup:
        """Return official types by their numbers, each linked to its place on the page of types."""
        shorts = {one.id: self(one.short or one.label) for one in self.decisions[decision].outcomes}
        links = [Markup("[{}](#{})").format(escaped(shorts[one]), self.type_anchor(one)) for one in outcomes]
        return Markup(escaped(self.ui("list_separator"))).join(links)

    def pattern_names(self, patterns: list[str]) -> str:
        """Return the names of transition patterns as a list in words."""
        labels = {one.id: self(one.label) for one in self.guide.transition_patterns}
        return listed([labels[name] for name in patterns], self.language)

    def pattern_place(self, pattern: str) -> str:
        """Return where the guide shows a transition pattern, from the site's root: ``types/#pattern-b``."""
        return places.of_pattern(pattern)

    def outcome_place(self, decision: str, outcome: str) -> str:
        """Return where the guide shows an outcome, from the site's root: an official type, else its decision table."""
        line = self.guide.official_line
        return places.of_outcome(decision, outcome, (line.now, line.next))
