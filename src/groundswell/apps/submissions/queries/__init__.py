"""What stands of the records that came in, and what a program's measures ask of them."""

from groundswell.apps.submissions.queries.standing import (
    computed_measures,
    remembered_columns,
    store_root,
    submissions_in_use,
    template_of,
)

__all__ = ["computed_measures", "remembered_columns", "store_root", "submissions_in_use", "template_of"]
