"""What each figure means, in plain words: what it is, how to read it, what is good or bad, what to do.

``EXPLAINED[ItemFigures]["facility"]``; the keys are the fields of the figures,
and ``interval`` stands for the two ends of one. The bounds are those that Moodle
publishes for its reports (docs.moodle.org, "Quiz report statistics"), where it does; they help to read, and judge
nothing. Shares are spoken of in per cent, correlations as numbers from −1 to 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import LazyString

from lms.core.i18n import _l
from lms.measures.answers import AnswerShares
from lms.measures.enough import TooFew
from lms.measures.fairness import Difference
from lms.measures.gains import GainFigures
from lms.measures.items import ItemFigures
from lms.measures.whole import WholeFigures


@dataclass(frozen=True)
class Explanation:
    """``name`` heads a column or a line; ``text`` is two to four sentences for people who never studied statistics."""

    name: LazyString
    text: LazyString


_ITEM = {
    "asked": Explanation(
        _l("Times asked"),
        _l(
            "In how many attempts this question was asked. All figures about the question rest on these attempts "
            "alone. The more there are, the less is chance; below 30 nothing is shown."
        ),
    ),
    "unanswered": Explanation(
        _l("Left without an answer"),
        _l(
            "In how many attempts the question was asked but not answered; it then counts as no points. A few are "
            "normal. If there are many, ask whether the question is understood, whether it stands at the end and "
            "time is short, or whether people fear to answer it."
        ),
    ),
    "facility": Explanation(
        _l("Facility"),
        _l(
            "The share of the possible points that people reached on average: 100 per cent means that everybody got "
            "it right, 0 per cent nobody. Between 30 and 90 per cent is usual. Above that the question hardly "
            "tells who knows more; near the random guess score it is too hard, unclear, or its key is wrong. Read "
            "it again with the answers that were chosen before you change it."
        ),
    ),
    "deviation": Explanation(
        _l("Spread of the points"),
        _l(
            "How far people lie apart on this question, as a standard deviation in per cent of its points. 0 means "
            "that all got the same, so the question tells nobody from anybody. For a question that is right or "
            "wrong, 50 per cent is about the most there can be. A small spread is no fault in a question that "
            "everybody must know."
        ),
    ),
    "guess": Explanation(
        _l("Random guess score"),
        _l(
            "What somebody would reach on average by choosing blindly: one in four options gives 25 per cent. "
            "Compare it with the facility. If the facility is no higher, people guess or are misled; if this score "
            "itself is high, add a plausible option."
        ),
    ),
    "intended_weight": Explanation(
        _l("Intended weight"),
        _l(
            "How much of the whole test this question should count, in per cent: its points of all points. It "
            "follows from the points alone and not from any answer. Compare it with the effective weight."
        ),
    ),
    "effective_weight": Explanation(
        _l("Effective weight"),
        _l(
            "How much of the differences between people this question really makes, in per cent. It is good when "
            "this is near the intended weight. Much less means that the question hardly counts, because it is too "
            "easy, too hard or about something else. It cannot be said where people got different questions, or "
            "where those who know more did worse here."
        ),
    ),
    "discrimination": Explanation(
        _l("Discrimination"),
        _l(
            "Whether those who did well in the rest of the test did well here too: from −1 to 1. From 0.5 it is "
            "very good, from 0.3 good, below 0.2 weak. Below 0 those who know more get it wrong more often: check "
            "the key and the wording first. It cannot be said when all got the same."
        ),
    ),
    "efficiency": Explanation(
        _l("Discriminative efficiency"),
        _l(
            "How much of the discrimination that a question of this facility could have at most it really has. So "
            "an easy or a hard question is judged fairly. From 50 per cent it is good; if it is low, the question "
            "is vague or asks for something else than the test, and its wording should be looked at."
        ),
    ),
}

_WHOLE = {
    "attempts": Explanation(
        _l("Attempts"),
        _l(
            "How many attempts these figures rest on. With a hundred they are rather firm, with thirty rough. Below "
            "30 nothing is shown."
        ),
    ),
    "mean": Explanation(
        _l("Mean"),
        _l(
            "What people reached on average, in per cent of all points. Compare it with the pass mark: a mean far "
            "below it says that the module or the test does not fit those who take it. A mean close to 100 says "
            "that the test asks for little that was not known."
        ),
    ),
    "median": Explanation(
        _l("Median"),
        _l(
            "The result in the middle: half of the attempts lie below it, half above. A few very bad or very good "
            "results do not move it. If it lies far from the mean, look at the skewness."
        ),
    ),
    "deviation": Explanation(
        _l("Spread of the results"),
        _l(
            "How far the results lie apart, as a standard deviation in per cent of all points. Between 12 and 18 is "
            "usual. If it is much smaller, results bunch together and the test hardly tells people apart."
        ),
    ),
    "skewness": Explanation(
        _l("Skewness"),
        _l(
            "Whether the results lean to one side; 0 is even. Below 0 most did well and a few badly, which is usual "
            "after training. Above 1 most did badly and a few well: the test is too hard for most. Below −1 it is "
            "too easy to tell who is better among the good."
        ),
    ),
    "kurtosis": Explanation(
        _l("Kurtosis"),
        _l(
            "Whether the results gather at one point with a few far away; 0 is like the bell curve. From 0 to 1 is "
            "good. Above 1 most results are almost the same; far below 0 there may be two kinds of people, such as "
            "experienced ones and newcomers. Then look at the groups apart."
        ),
    ),
    "consistency": Explanation(
        _l("Internal consistency"),
        _l(
            "Whether the questions measure the same thing (Cronbach's alpha), 1 at the most. From 0.75 results can "
            "be relied on; below 0.6 too much is chance. More questions, and better ones in the place of those with "
            "weak discrimination, raise it. It cannot be said question by question where people got different "
            "questions."
        ),
    ),
    "error_ratio": Explanation(
        _l("Error ratio"),
        _l(
            "How much of the spread of the results comes from chance and not from knowledge. Up to 50 per cent is "
            "good. Above that, people who know equally much get rather different results. It falls when internal "
            "consistency rises."
        ),
    ),
    "standard_error": Explanation(
        _l("Standard error"),
        _l(
            "By how much the result of one person may be off by chance, in per cent of all points. With a standard "
            "error of 8, somebody with 70 per cent may as well have deserved 62 or 78. Results this close to the "
            "pass mark should not decide anything important alone."
        ),
    ),
}

_ANSWERS = {
    "shares": Explanation(
        _l("Answers chosen"),
        _l(
            "What share of the people who were asked chose each answer. A wrong answer that almost nobody takes "
            "helps nothing and can be replaced. A wrong answer that is taken more often than the right one shows a "
            "common error, an unclear text or a wrong key. Where several answers may be chosen, the shares add up "
            "to more than 100 per cent."
        ),
    ),
}

_FAIRNESS = {
    "people": Explanation(
        _l("People compared"),
        _l(
            "How many people of the two groups were compared. Only people with equal results in the whole test are "
            "compared with each other. Below the least number nothing is shown, because chance would speak."
        ),
    ),
    "unmatched": Explanation(
        _l("Without a counterpart"),
        _l(
            "People whose result nobody of the other group comes near; they are left out. If there are many, what "
            "the groups know differs so much that they can hardly be compared. Read the other figures with care "
            "then."
        ),
    ),
    "strata": Explanation(
        _l("Levels of results"),
        _l(
            "Into how many levels of equal or neighbouring results people were put. More levels mean that people "
            "are compared with those who are really like them. With two or three the comparison is coarse."
        ),
    ),
    "odds_ratio": Explanation(
        _l("Odds ratio"),
        _l(
            "How many times better the chances of a right answer are in the largest group than in the other, for "
            "people who know equally much. 1 is fair; 2 means twice the chances in the largest group, 0.5 half. The "
            "true value probably lies within the interval beside it: if 1 is in it, the difference may be chance."
        ),
    ),
    "p_value": Explanation(
        _l("Whether it may be chance"),
        _l(
            "How likely a difference as large as this is if the question is fair (Mantel-Haenszel test). Below 5 "
            "per cent the difference is hardly chance. Of twenty fair questions, about one comes out like this all "
            "the same."
        ),
    ),
    "delta": Explanation(
        _l("Difference on the delta scale"),
        _l(
            "The odds ratio on a scale on which equal steps are equally large; 0 is fair. Below 0 the question is "
            "harder for the other group, above 0 for the largest. Up to 1 the difference is negligible, from 1.5 it "
            "is large."
        ),
    ),
    "size": Explanation(
        _l("Class of the difference"),
        _l(
            "A: negligible or perhaps chance. B: moderate; compare the wordings in the languages. C: large; let "
            "somebody who knows both groups read the question, and do not use it until the reason is found. A class "
            "is a reason to look, not a proof that the question is unfair."
        ),
    ),
}

_TOO_FEW = {
    "needed": Explanation(
        _l("Too few answers to judge"),
        _l(
            "There are not enough answers yet, so no figure is shown: chance would decide it, and it could tell "
            "about single people. Wait for more attempts. Until then only reading the question with care helps."
        ),
    ),
}

_GAINS = {
    "pairs": Explanation(
        _l("People with both tests"),
        _l(
            "Only people who took the pre-test and then the final quiz are compared, each with themselves. Counted are "
            "the questions of the two matched forms and the first attempt. Below ten people nothing is shown, and "
            "people are added ten at a time."
        ),
    ),
    "before": Explanation(
        _l("Before"),
        _l(
            "What they reached on average in the pre-test, in per cent of its points. It is no mark: nobody had been "
            "taught yet."
        ),
    ),
    "after": Explanation(
        _l("After"),
        _l(
            "What the same people reached on average in the matched questions of their first final quiz. Later "
            "attempts do not count."
        ),
    ),
    "mean": Explanation(
        _l("Gain"),
        _l(
            "How many percentage points people gained on average. About twenty is what a good module reaches. A small "
            "gain after a high start says little: there was not much left to gain."
        ),
    ),
    "median": Explanation(
        _l("Gain of the one in the middle"),
        _l("Half gained more, half gained less. If it lies far from the mean, a few people gained or lost very much."),
    ),
    "deviation": Explanation(
        _l("Spread of the gains"),
        _l(
            "How far the gains of single people lie apart, as a standard deviation in percentage points. A large "
            "spread means that the module helps some much more than others."
        ),
    ),
    "interval": Explanation(
        _l("Interval of the gain (95 per cent)"),
        _l(
            "Where the true mean lies if chance is allowed for. If it holds zero, the gain may be chance; more people "
            "make it narrower."
        ),
    ),
    "normalised": Explanation(
        _l("Normalised gain"),
        _l(
            "The part of what was still missing before that was gained: 1 means everything, 0 nothing. People who "
            "had everything right before are left out. It lets groups with different starts be compared."
        ),
    ),
}

EXPLAINED: Mapping[type, Mapping[str, Explanation]] = {
    ItemFigures: _ITEM,
    WholeFigures: _WHOLE,
    AnswerShares: _ANSWERS,
    Difference: _FAIRNESS,
    TooFew: _TOO_FEW,
    GainFigures: _GAINS,
}
