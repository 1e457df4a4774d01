"""Policy events and treaty actions in time, above the number of states by status."""

from atlas.ui.frame import open_page
from atlas.ui.impact_timeline import show_layer_timeline
from atlas.ui.sharing import offer_sharing
from atlas.ui.timeline import show_event, show_event_rows, show_heading, show_timeline

page = open_page("Timeline", ["treaty", "layer", "period", "lane", "category", "state", "region"], view="timeline")
show_heading(page)
show_event(page)
show_layer_timeline(page)
show_timeline(page)
offer_sharing(page, "timeline")
show_event_rows(page)
