"""Where a community's objects are kept: made, changed, ordered, retired, restored."""

from django.urls import URLPattern, URLResolver, path

from groundswell.web.views.desk import changes, drafts, lists, objects, overview, publishing, retiring

DESK = "<slug:community_id>/desk/"
KIND = f"{DESK}<slug:kind>/"
OBJECT = f"{KIND}<slug:object_id>/"
CHANGE = f"{DESK}changes/<slug:change_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(DESK, overview.overview, name="desk"),
    path(f"{DESK}changes/", changes.changes, name="desk-changes"),
    path(f"{CHANGE}undo/", changes.undo, name="desk-undo"),
    path(f"{CHANGE}restore/", changes.restore, name="desk-restore"),
    path(f"{DESK}publishing/", publishing.publishing, name="desk-publishing"),
    path(f"{DESK}preview/", drafts.preview, name="desk-preview"),
    path(f"{DESK}order/<slug:kind>/", lists.move, name="desk-move"),  # no object can have its id
    path(KIND, lists.listing, name="desk-list"),
    path(f"{KIND}new/", objects.new, name="desk-new"),
    path(f"{KIND}new/draft/", drafts.draft, name="desk-new-draft"),
    path(f"{KIND}new/discard/", drafts.discard, name="desk-new-discard"),
    path(OBJECT, objects.edit, name="desk-object"),
    path(f"{OBJECT}history/", changes.history, name="desk-history"),
    path(f"{OBJECT}retire/", retiring.retire, name="desk-retire"),
    path(f"{OBJECT}draft/", drafts.draft, name="desk-draft"),
    path(f"{OBJECT}discard/", drafts.discard, name="desk-discard"),
]
