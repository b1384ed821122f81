"""Where people live and who they are: places, the way numbers are carried between them, and groups.

A blank `place_id` in a package means the community's own place, a blank `group_id` means everyone. Here both are rows
of their own, so that the key of an observation holds without exceptions.
"""

from django.db import models

from groundswell.apps.people.models import CommunityRow, NamedRow


class Place(NamedRow):
    """An area with a name, a vintage and, where it has one, a census identifier; it may lie within another."""

    file = "places"
    columns = {
        "place_id": "public_id",
        "name": "name",
        "kind": "kind",
        "parent_id": "parent",
        "geoid": "geoid",
        "vintage": "vintage",
    }

    name = models.TextField(blank=True, default="")
    kind = models.TextField(blank=True, default="")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    geoid = models.TextField(blank=True, default="")
    vintage = models.TextField(blank=True, default="")
    is_own = models.BooleanField(default=False)  # the community's own place
    is_listed = models.BooleanField(default=True)  # stands in places.csv; the own place may be without a line
    is_matched = models.BooleanField(default=True)  # false: an import met this spelling and nobody has decided yet

    class Meta(NamedRow.Meta):
        constraints = [
            *NamedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["community"], condition=models.Q(is_own=True), name="a_community_has_one_place_of_its_own"
            ),
        ]


class Boundary(CommunityRow):
    """The outline of a place, as a GeoJSON geometry."""

    natural_key = ("place",)

    place = models.OneToOneField(Place, on_delete=models.PROTECT, related_name="boundary")
    geometry = models.JSONField()


class Crosswalk(CommunityRow):
    """How much of one place belongs to another, by population, households or area."""

    file = "crosswalks"
    columns = {"from_place_id": "from_place", "to_place_id": "to_place", "weight": "weight", "basis": "basis"}
    natural_key = ("from_place", "to_place", "basis")

    from_place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="crosswalks_out")
    to_place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="crosswalks_in")
    weight = models.TextField(blank=True, default="")
    basis = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["from_place", "to_place", "basis"], name="crosswalk_is_unique")]


class Group(NamedRow):
    """People who share something: a race or ethnicity, an age band; the row with a blank id is everyone."""

    file = "groups"
    columns = {"group_id": "public_id", "dimension": "dimension", "label": "label", "sort": "sort"}

    dimension = models.TextField(blank=True, default="")
    label = models.TextField(blank=True, default="")
    sort = models.TextField(blank=True, default="")
    is_matched = models.BooleanField(default=True)

    @property
    def is_everyone(self) -> bool:
        """True for the row that stands for the whole population."""
        return self.public_id == ""


class Population(CommunityRow):
    """How many people of a group live in a place in a period, with its margin of error."""

    file = "populations"
    columns = {
        "place_id": "place",
        "period": "period",
        "group_id": "group",
        "count": "count",
        "moe": "moe",
        "level": "level",
        "source_id": "source",
    }
    natural_key = ("place", "period", "group")

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=20)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+", db_index=False)
    count = models.TextField(blank=True, default="")
    moe = models.TextField(blank=True, default="")
    level = models.TextField(blank=True, default="")
    source = models.TextField(blank=True, default="")  # public id: sources come after places

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "period", "group"], name="population_is_unique")]
