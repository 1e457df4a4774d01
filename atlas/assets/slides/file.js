// A lesson in one file: everything that a server would give is inside, packed.

const unpack = async id => {
  const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), letter => letter.charCodeAt(0))
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text()
}

/** Puts the packed files where the map looks for them, and starts; a second window of the file shows the notes. */
const playFile = async root => {
  const { lesson, packed } = JSON.parse(await unpack("lesson"))
  // plotly.js asks for this topology whatever it draws; an empty one keeps it from looking for it elsewhere.
  window.PlotlyGeoAssets = { topojson: { world_110m: packed.topology } }
  document.head.append(Object.assign(document.createElement("script"), { textContent: await unpack("plotly") }))
  for (const [name, content] of Object.entries(packed)) files.set(name, Promise.resolve(content))
  const played = play(root, {
    key: lesson.key,
    lesson,
    window: location.hash === "#notes" ? "notes" : "slides",
    at: +location.hash.slice(1) || 1,
    files: ({ treaty, layered, lined }) => ({ plotly: "", topology: "", geometry: "geometry", history: `history-${treaty}`, layer: layered && `layer-${layered}`, lines: lined ? "lines" : "" }),
    remember: at => history.replaceState(null, "", `#${at}`),
    notes: () => `${location.href.split("#")[0]}#notes`,
    leave: stage => stage.turn(0),
  })
  addEventListener("hashchange", () => +location.hash.slice(1) && played.turn?.(+location.hash.slice(1) - 1))
}

const root = document.getElementById("lesson-root")
playFile(root).catch(problem => {
  root.textContent = `The lesson cannot be shown: ${problem.message}. It needs a browser of 2023 or newer.`
})
