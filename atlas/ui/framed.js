// In a frame, what a reader does there replaces its address: the back button of the page around it leaves that page.
history.pushState = (...entry) => history.replaceState(...entry)
