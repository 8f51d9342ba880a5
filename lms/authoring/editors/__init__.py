"""Between a form and a part of a document: what the form shows, and the document after it is saved.

An editor knows one part. All of them are used by the same two views, which show a form and save it.
"""

from lms.authoring.editors.base import Editor
from lms.authoring.editors.handouts import HandoutEditor
from lms.authoring.editors.lessons import LessonEditor
from lms.authoring.editors.module import ObjectivesEditor, SettingsEditor
from lms.authoring.editors.questions import BankEditor, QuestionEditor, ReusedEditor, editor_of, new_editor
from lms.authoring.editors.recordings import RecordingEditor
from lms.authoring.editors.rules import RulesEditor
from lms.authoring.editors.scenario import EndingEditor, FrameEditor, NodeEditor
from lms.authoring.editors.sources import NewSourceEditor, SourceEditor

__all__ = [
    "BankEditor",
    "Editor",
    "EndingEditor",
    "FrameEditor",
    "HandoutEditor",
    "LessonEditor",
    "NewSourceEditor",
    "NodeEditor",
    "ObjectivesEditor",
    "QuestionEditor",
    "RecordingEditor",
    "ReusedEditor",
    "RulesEditor",
    "SettingsEditor",
    "SourceEditor",
    "editor_of",
    "new_editor",
]
