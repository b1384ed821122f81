"""What templates need and Django does not bring."""

from django import template
from django.urls import reverse

from groundswell.web.drawing_library import edition

register = template.Library()


@register.simple_tag
def vega_address() -> str:
    """Where the browser finds the library that makes charts interactive."""
    return reverse("vega", args=[edition()])
