"""Programs that prepare what the atlas serves; none of them runs inside the atlas."""
