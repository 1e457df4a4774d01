// Links and snippets to copy: they hold the whole address of this page, which only the browser knows.

for (const part of document.querySelectorAll("[data-share]")) {
  const text = part.querySelector("textarea")
  const said = part.querySelector("output")
  const fill = () => (text.value = shareText(part.dataset.share, part.dataset.path))
  part.closest("details")?.addEventListener("toggle", fill)
  fill()
  part.querySelector("button").onclick = async () => {
    fill()
    text.select()
    // Only a page from a secure address may write to the clipboard; elsewhere the selected text can be copied.
    const written = await navigator.clipboard?.writeText(text.value).then(() => true, () => false)
    said.textContent = written ? "Copied" : "Selected: copy it with the keyboard"
  }
}

/** The link of this view, or the frame that shows it on another page; "{query}" of the page is kept in both. */
function shareText(kind, path) {
  const address = new URL(path + location.search, document.querySelector("link[rel=canonical]")?.href || location.href).href
  if (kind === "link") return address
  const title = document.title.replace(/[<>"&]/g, "")
  const escaped = address.replace(/&/g, "&amp;").replace(/"/g, "&quot;")
  return `<iframe src="${escaped}" title="${title}" width="100%" height="640" style="border:0" loading="lazy"></iframe>`
}
