"""News from below: an attempt was handed in, and something in it has to be read."""

from lms.core import events
from lms.grading import services
from lms.quizzes.events import AttemptHandedIn


@events.on(AttemptHandedIn)
def put_essays_in_the_queue(news: AttemptHandedIn) -> None:
    services.ask_for_marks(news.attempt_id, at=news.at)
