"""Two texts of a module, compared readable by a lawyer: words added and struck, paragraphs moved, keys changed."""

from lms.authoring.comparing.blocks import Line, aligned
from lms.authoring.comparing.modules import Comparison, Fact, Section, Wording, compared
from lms.authoring.comparing.words import Piece, pieces

__all__ = ["Comparison", "Fact", "Line", "Piece", "Section", "Wording", "aligned", "compared", "pieces"]
