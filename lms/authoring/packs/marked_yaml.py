"""YAML that knows on which line everything stands, and takes only what a package may say.

Days stay texts (``2026-11-01`` is not turned into a date), a repeated key and an alias are refused.
"""

from dataclasses import dataclass, field
from typing import Any

import yaml

from lms.authoring.packs.problems import Place
from lms.catalogue.texts import NAMES
from lms.core.i18n import _

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TIMESTAMP = "tag:yaml.org,2002:timestamp"
DEEPEST = 20


class Slip(Exception):
    """The text is not YAML as we take it: the line, counted from 1, and what is wrong with it."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line, self.text = line, text


@dataclass
class Marked:
    """Data, and the line of each place in it, counted from 1. Items of a list go by their ``key`` if they have one."""

    data: Any
    lines: dict[Place, int] = field(default_factory=dict)


def read_yaml(text: str) -> Marked:
    """Data and lines of one document. Raises ``Slip``."""
    try:
        _refuse_depth(text)
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            marked = Marked(None)
            if node is not None:
                marked.data = _Walk(loader, marked.lines).value(node, ())
            return marked
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Slip(mark.line + 1 if mark else 1, _not_yaml(error.problem or error.context)) from error
    except yaml.YAMLError as error:
        raise Slip(1, _not_yaml(error)) from error
    except ValueError as error:  # a number or a character that Python refuses
        raise Slip(1, _("This cannot be read: %(problem)s.", problem=str(error))) from error


def _not_yaml(problem: object) -> str:
    return _("This is not YAML: %(problem)s.", problem=str(problem))


def _refuse_depth(text: str) -> None:
    """The library builds what is nested by calling itself, in C, and ends the whole process where it goes too deep."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > 2 * DEEPEST:
            raise Slip(event.start_mark.line + 1 if event.start_mark else 1, _("This is nested too deeply."))


class _Walk:
    def __init__(self, loader: Any, lines: dict[Place, int]) -> None:
        self.loader, self.lines = loader, lines
        self.seen: set[int] = set()

    def value(self, node: yaml.Node, place: Place) -> Any:
        line = node.start_mark.line + 1
        self.lines.setdefault(place, line)
        if id(node) in self.seen:
            raise Slip(line, _("Aliases (*name) are not used in packages."))
        if len(place) > DEEPEST:
            raise Slip(line, _("This is nested too deeply."))
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*place, self._step(item, i))) for i, item in enumerate(node.value)]
        if node.tag == _TIMESTAMP:
            return node.value
        return self.loader.construct_object(node)

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise Slip(line, _("A key is a plain word."))
            key = key_node.value
            if key in data:
                raise Slip(line, _("The key “%(key)s” stands here twice.", key=key))
            self.lines[*place, key] = line
            data[key] = self.value(value_node, (*place, key))
        return data

    @staticmethod
    def _step(item: yaml.Node, index: int) -> str | int:
        if isinstance(item, yaml.MappingNode):
            said = {key.value: value for key, value in item.value}
            for name in NAMES:
                if isinstance(said.get(name), yaml.ScalarNode):
                    return str(said[name].value)
        return index
