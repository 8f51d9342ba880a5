"""The modules that come with the platform, as the content folder has them."""

from pathlib import Path

CONTENT = Path(__file__).parents[2] / "content"
SHIPPED = tuple(sorted(path.parent.name for path in CONTENT.glob("*/module.yaml")))
