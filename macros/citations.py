"""What something rests on, as the small tag behind it: sections of the guidebook, and whose statement it is."""

from markupsafe import Markup

from dcb_guide.core.nearest import nearest
from dcb_guide.guide.decision_types import Basis, Cited
from dcb_guide.guide.wording import Wording


class Citations(Wording):
    """A guide's wording, with its sources as tags."""

    def cite(self, item: Cited) -> Markup:
        """Return the tag of an item: its sections, and whose statement it is."""
        tag = '<span class="dcb-cite dcb-cite--{}">{} <span class="dcb-basis">{}</span></span>'
        return Markup(tag).format(item.basis, self.sections(item), self.basis(item))

    def cited(self, source: str, basis: Basis) -> Markup:
        """Return the tag for a passage of prose; ValueError where the guidebook has no such section."""
        known = [section.id for section in self.guide.sections]
        for section in source.split(", "):
            if section not in known:
                raise ValueError(f"the guidebook has no section {section}{nearest(section, known)}")
        return self.cite(Cited(source=source, basis=basis))

    @property
    def judgement(self) -> Markup:
        """The tag of what is this guide's own judgement, resting on no section."""
        tag = '<span class="dcb-cite dcb-cite--judgement"><span class="dcb-basis">{}</span></span>'
        return Markup(tag).format(self.ui("result_basis_judgement"))

    def section(self, source: str) -> Markup:
        """Return the tag of a section alone."""
        sections = ", ".join(f"§{section}" for section in source.split(", "))
        return Markup('<span class="dcb-cite">{}</span>').format(sections)
