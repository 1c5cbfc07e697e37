"""What something rests on, as the small tag behind it: sections of the guidebook, and whose statement it is."""

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from dcb_guide.core import places
from dcb_guide.core.citation import cited, in_words, sections_of
from dcb_guide.core.nearest import nearest
from dcb_guide.guide.decision_types import Basis, Cited
from dcb_guide.guide.wording import Wording


class Citations(Wording):
    """A guide's wording, with its sources as tags."""

    def cite(self, item: Cited, *, linked: bool = True) -> Markup:
        """Return the tag of an item: its sections, and whose statement it is.

        Sections are links to the list of them, unless the file is one without the guide's other pages.
        """
        tag = '<span class="dcb-cite dcb-cite--{}">{} <span class="dcb-basis">{}</span></span>'
        sections = self.section_links(item.source) if linked else self.sections(item)
        return Markup(tag).format(item.basis, sections, self.basis(item))

    def linked_sections(self, source: str, *, linked: bool = True) -> Markup:
        """Return the tag of sections alone; ``linked`` as for :meth:`cite`."""
        words = self.section_links(source) if linked else sections_of(source, self.interface_texts, self.language)
        return Markup('<span class="dcb-cite">{}</span>').format(words)

    def sections_of_all(self, items: Sequence[Cited]) -> Markup:
        """Return the tag of the sections that any of the items rests on, each once."""
        parts = [part for item in items for part in item.source.split(", ")]
        return self.linked_sections(", ".join(dict.fromkeys(parts)))

    def section_links(self, source: str) -> Markup:
        """Return sections in words, each a link to the list of sections."""
        link = Markup('<a href="../{}">{}</a>')
        return Markup(self.ui("list_separator")).join(
            link.format(places.of_section(*one), in_words(*one, self.interface_texts, self.language))
            for one in cited(source)
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
        """Return where the list of sections shows one: ``v3-7-1``."""
        return places.of_section(edition, section).partition("#")[2]

    def cited(self, source: str, basis: Basis, *, linked: bool = True) -> Markup:
        """Return the tag for a passage of prose, as :meth:`cite` does.

        ValueError where the guidebook has no such section.
        """
        for edition, section in cited(source):
            known = [one.id for found in self.guide.editions if found.id == edition for one in found.sections]
            if section not in known:
                raise ValueError(f"the edition {edition} has no section {section}{nearest(section, known)}")
        return self.cite(Cited(source=source, basis=basis), linked=linked)

    @property
    def judgement(self) -> Markup:
        """The tag of what is this guide's own judgement, resting on no section."""
        tag = '<span class="dcb-cite dcb-cite--judgement"><span class="dcb-basis">{}</span></span>'
        return Markup(tag).format(self.ui("result_basis_judgement"))


def _within(source: str, other: str) -> bool:
    """Return whether the other source names every section of the source."""
    return set(cited(source)) <= set(cited(other))
