"""Sources of a module."""

from datetime import date
from typing import Any

from lms.authoring.editing import add_item, item_of, replace_item
from lms.authoring.editors.base import Absent, Editor
from lms.authoring.forms.fields import words_or_none
from lms.authoring.forms.texts import NewSourceForm, SourceForm
from lms.authoring.packs.problems import Place
from lms.catalogue.documents import ModuleDocument, Source
from lms.core.i18n import _
from lms.ui.forms import Form


class SourceEditor(Editor):
    form_class = SourceForm

    @property
    def part(self) -> Source | None:
        source = item_of(self.document, "sources", self.key or "")
        if source is None:
            raise Absent
        return source

    @property
    def heading(self) -> str:
        return _("Source %(key)s", key=self.key)

    @property
    def place(self) -> Place:
        return ("sources", self.key or "")

    def values(self) -> dict[str, Any]:
        source = self.part
        if source is None:
            return {}
        return {
            "title": source.title,
            "publisher": source.publisher or {},
            "symbol": source.symbol or "",
            "year": source.year,
            "link": source.link or "",
            "read": source.read,
            "binding": source.binding,
            "version": date.fromisoformat(source.version) if source.version else None,
        }

    def result(self, form: Form) -> ModuleDocument:
        source = self._source(form, self.key or "")
        return replace_item(self.document, "sources", source.key, source)

    @staticmethod
    def _source(form: Form, key: str) -> Source:
        return Source(
            key=key,
            title=form.title.data,
            year=form.year.data,
            symbol=form.symbol.data or None,
            publisher=words_or_none(form.publisher.data),
            link=form.link.data or None,
            read=form.read.data,
            binding=form.binding.data,
            version=form.version.data.isoformat() if form.version.data else None,
        )


class NewSourceEditor(SourceEditor):
    form_class = NewSourceForm

    heading = property(lambda self: _("New source"))
    part = None

    def result(self, form: Form) -> ModuleDocument:
        self.key = form.key.data
        return add_item(self.document, "sources", self._source(form, form.key.data))
