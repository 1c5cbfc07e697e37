"""What something rests on, as the small tag behind it: sections of the guidebook, and whose statement it is."""

import re
from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from dcb_guide.core.citation import cited, sections_of
from dcb_guide.core.nearest import nearest
from dcb_guide.guide.decision_types import Basis, Cited
from dcb_guide.guide.wording import Wording


class Citations(Wording):
    """A guide's wording, with its sources as tags."""

    def cite(self, item: Cited) -> Markup:
        """Return the tag of an item: its sections, and whose statement it is."""
        tag = '<span class="dcb-cite dcb-cite--{}">{} <span class="dcb-basis">{}</span></span>'
        return Markup(tag).format(item.basis, self._section_links(item.source), self.basis(item))

    def linked_sections(self, source: str) -> Markup:
        """Return the tag of sections alone, each a link to the list of sections."""
        return Markup('<span class="dcb-cite">{}</span>').format(self._section_links(source))

    def sections_of_all(self, items: Sequence[Cited]) -> Markup:
        """Return the tag of the sections that any of the items rests on, each once."""
        parts = [part for item in items for part in item.source.split(", ")]
        return self.linked_sections(", ".join(dict.fromkeys(parts)))

    def _section_links(self, source: str) -> Markup:
        link = Markup('<a href="../sections/#{}">{}</a>')
        return Markup(", ").join(
            link.format(self.section_anchor(edition, section), f"{edition} §{section}")
            for edition, section in cited(source)
        )

    def cite_if_other(self, item: Cited, around: Cited) -> Markup:
        """Return the tag of a statement, or nothing where the part around it names the same basis and its sections."""
        if item.basis == around.basis and _within(item.source, around.source):
            return Markup("")
        return Markup(" ") + self.cite(item)

    @staticmethod
    def mostly_cited(items: Sequence[Cited]) -> Cited:
        """Return what most of the items rest on: the basis that is most frequent, with all sections of its items."""
        basis, _ = Counter(item.basis for item in items).most_common(1)[0]
        parts = [part for item in items if item.basis == basis for part in item.source.split(", ")]
        return Cited(source=", ".join(dict.fromkeys(parts)), basis=basis)

    def section_if_other(self, source: str, around: Cited) -> Markup:
        """Return the tag of sections alone, or nothing where the part around them names all of them."""
        return Markup("") if _within(source, around.source) else Markup(" ") + self.linked_sections(source)

    def section_anchor(self, edition: str, section: str) -> str:
        """Return where the list of sections shows one: ``v3-7-1``, ``v1-1-2-1`` for 1.2(1)."""
        return f"{edition}-{re.sub(r'[.(]', '-', section.rstrip(')'))}"

    def cited(self, source: str, basis: Basis) -> Markup:
        """Return the tag for a passage of prose; ValueError where the guidebook has no such section."""
        for edition, section in cited(source):
            known = [one.id for found in self.guide.editions if found.id == edition for one in found.sections]
            if section not in known:
                raise ValueError(f"the edition {edition} has no section {section}{nearest(section, known)}")
        return self.cite(Cited(source=source, basis=basis))

    @property
    def judgement(self) -> Markup:
        """The tag of what is this guide's own judgement, resting on no section."""
        tag = '<span class="dcb-cite dcb-cite--judgement"><span class="dcb-basis">{}</span></span>'
        return Markup(tag).format(self.ui("result_basis_judgement"))

    def section(self, source: str) -> Markup:
        """Return the tag of a section alone."""
        return Markup('<span class="dcb-cite">{}</span>').format(sections_of(source))


def _within(source: str, other: str) -> bool:
    """Return whether the other source names every section of the source."""
    return set(cited(source)) <= set(cited(other))
