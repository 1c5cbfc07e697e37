"""Which body a word in a survey means: a municipality by its code or name, or the prefecture."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dcb_guide.core.nearest import nearest_word
from dcb_guide.prefecture.survey import PREFECTURE, check_digit, long_code, short_code
from dcb_guide.prefecture.survey_labels import SurveyLabels, plain, trimmed

#: Reports something about the cell being read: (id of the message, its values, words near which the value may be).
type ReportProblem = Callable[[str, Mapping[str, Any], Iterable[str]], None]
#: After so many owners in other words, none is compared with the names of municipalities any more.
MOST_COMPARED = 200


class Bodies:
    """The municipalities of a survey, and those of the guide's list where the survey lists them not.

    ``listed`` is what the survey's own sheet says (code → name), ``directory`` the guide's list of the whole country;
    the survey's sheet takes precedence.
    """

    def __init__(
        self, labels: SurveyLabels, listed: Mapping[str, str], directory: Mapping[str, str], prefecture: str
    ) -> None:
        self.labels = labels
        self.listed = listed
        self.prefecture = prefecture
        self.known = {**directory, **listed}
        self.names: dict[str, list[str]] = {}
        for code, name in listed.items():
            if name:
                self.names.setdefault(plain(name), []).append(code)
        own = set(self.names)
        for code, name in directory.items():
            word = plain(name)
            if code not in listed and word not in own and (not prefecture or code.startswith(prefecture)):
                self.names.setdefault(word, []).append(code)
        self.own_names = labels.prefectures.get(prefecture, set())
        self.offices = tuple(map(plain, labels.texts["words"]["offices"]))
        self.kinds = tuple(labels.texts["words"]["municipalities"])
        #: Owners in other words → the body that each seems to be.
        self.seeming: dict[str, str] = {}
        #: Names → as they are shown, for words that name a body and more.
        self.shown = {word: self.known[codes[0]] for word, codes in self.names.items()}
        self.shown |= {word: word for word in self.own_names}
        self.compared: dict[str, str] = {}

    def find(self, text: str, report: ReportProblem, *, free: bool = False) -> str:
        """Return the code of five digits or ``prefecture``; any other text too where ``free``; blank with a problem."""
        word = plain(text)
        if word in self.labels.prefecture_words or word in self.own_names:
            return PREFECTURE
        if word.isascii() and word.isdigit():
            return self.code(word, report)
        for name in (word, *(word.removeprefix(own) for own in self.own_names)):
            codes = self.names.get(name, [])
            if len(codes) == 1:
                return codes[0]
            if codes and not free:
                report("ambiguous_body", {"value": text, "choices": self.labels.joined(map(long_code, codes))}, ())
                return ""
        if free:
            return " ".join(text.split())
        if not self.known:
            report("no_municipalities", {"value": text}, ())
        else:
            report(
                "unknown_body", {"value": text}, (self.known[code] for codes in self.names.values() for code in codes)
            )
        return ""

    def meant(self, body: str) -> str:
        """Return the name of the municipality or prefecture that an owner in other words seems to be; blank for none.

        ``body`` is what :meth:`find` returned. An office is called after its body (長崎市役所); a name may be misspelt.
        """
        if body == PREFECTURE or body in self.known or not self.known:
            return ""
        if body not in self.seeming:
            self.seeming[body] = self._office(plain(body)) or self._misspelt(plain(body))
        return self.seeming[body]

    def _office(self, word: str) -> str:
        """Return the body whose name an office's begins with."""
        if not word.endswith(self.offices):
            return ""
        own = next((name for name in self.own_names if word.startswith(name)), "")
        rest = word.removeprefix(own)
        found = next((codes[0] for end in range(len(rest) - 1, 1, -1) if (codes := self.names.get(rest[:end]))), "")
        return self.known[found] if found else own

    def _misspelt(self, word: str) -> str:
        """Return the municipality whose name a municipality's is most like."""
        if not word.endswith(self.kinds) or len(self.seeming) > MOST_COMPARED:
            return ""
        return nearest_word(word, (self.known[code] for codes in self.names.values() for code in codes)) or ""

    def code(self, digits: str, report: ReportProblem) -> str:
        """Return the five digits of a code that is listed, or of the prefecture's own; blank with a problem."""
        code = short_code(digits)
        if code not in self.known and (restored := short_code(f"0{digits}")) in self.known:
            report("leading_zero", {"value": f"0{digits}"}, ())
            return str(restored)
        if code is None:
            self.report_wrong_code(digits, report)
            return ""
        if code in self.known or not self.known:
            return code
        if code.endswith("000") and code[:2] == (self.prefecture or code[:2]):
            return PREFECTURE
        report("unknown_body", {"value": digits}, self.known)
        return ""

    @staticmethod
    def report_wrong_code(digits: str, report: ReportProblem) -> None:
        """Say why digits are no area code."""
        if len(digits) == 6 and digits[5] != check_digit(digits[:5]):
            report("check_digit", {"value": digits}, [long_code(digits[:5])])
        else:
            report("not_a_code", {"value": digits}, ())


def read_code(text: str, name: str, prefecture: str, directory: Mapping[str, str], report: ReportProblem) -> str:
    """Return the five digits with which a row of the sheet of municipalities begins; blank with a problem.

    A spreadsheet takes the zero off a code that begins with one. It is restored where the prefecture, or the name
    beside the code, shows that it is missing.
    """
    digits = plain(text)
    code = short_code(digits)
    restored = short_code(f"0{digits}")
    meant = restored is not None and (
        restored[:2] == prefecture or (trimmed(name) != "" and trimmed(directory.get(restored, "")) == trimmed(name))
    )
    if restored is not None and (code is None or (meant and code[:2] != prefecture and code not in directory)):
        report("leading_zero", {"value": f"0{digits}"}, ())
        return restored
    if code is None:
        if digits.isascii() and digits.isdigit():
            Bodies.report_wrong_code(digits, report)
        else:
            report("not_a_code", {"value": text}, ())
        return ""
    return code
