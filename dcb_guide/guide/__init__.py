"""``guide_data/`` as a validated :class:`~dcb_guide.guide.content.Guide`: types, reading with positions, wording."""
