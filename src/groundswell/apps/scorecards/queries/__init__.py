"""The pages people meet around, each as one frozen dataclass from a number of SQL queries that never grows.

`pages` says what a page holds; the other modules fill it, one a page.
"""

from groundswell.apps.scorecards.queries.communities import communities_on_show, community_page
from groundswell.apps.scorecards.queries.data import data_page
from groundswell.apps.scorecards.queries.indicators import indicator_page
from groundswell.apps.scorecards.queries.pages import (
    ChangeFacts,
    Choice,
    CommunityFacts,
    CommunityPage,
    Comparison,
    DataPage,
    Disparity,
    ImportFacts,
    IndicatorPage,
    IndicatorRow,
    ObservationRow,
    ResultFacts,
    ResultScorecard,
    RevisionFacts,
    SourceFacts,
    StoryFacts,
    TargetFacts,
)
from groundswell.apps.scorecards.queries.results import result_scorecard

__all__ = [
    "ChangeFacts",
    "Choice",
    "CommunityFacts",
    "CommunityPage",
    "Comparison",
    "DataPage",
    "Disparity",
    "ImportFacts",
    "IndicatorPage",
    "IndicatorRow",
    "ObservationRow",
    "ResultFacts",
    "ResultScorecard",
    "RevisionFacts",
    "SourceFacts",
    "StoryFacts",
    "TargetFacts",
    "communities_on_show",
    "community_page",
    "data_page",
    "indicator_page",
    "result_scorecard",
]
