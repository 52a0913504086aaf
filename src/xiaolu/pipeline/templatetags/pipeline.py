"""Words of the pipeline in templates."""

from django import template

from xiaolu.pipeline.models import GROWTH

register = template.Library()


@register.filter
def growth(code: str) -> str:
    """Keep, Grow, New business."""
    return str(GROWTH.get(code, ""))
