// Where the slides stand: in the address of the page, so that any of them can be linked to.

const places = new WeakMap()

/** What the player needs beside the lesson: its files by name, its place in the address, the ways out and to the notes. */
const inPage = component => {
  const { data } = component
  const withQuery = changes => {
    const url = new URL(location.href)
    for (const [name, value] of Object.entries(changes)) url.searchParams.set(name, value)
    return url.href
  }
  return {
    ...data,
    files: ({ treaty, layered, lined }) => ({ ...data.addresses, history: data.addresses.histories[treaty] ?? "", layer: layered ? data.addresses.layers[layered] : "", lines: lined ? data.addresses.lines : "" }),
    remember: at => history.replaceState(history.state, "", withQuery({ step: at })),
    notes: () => withQuery({ window: "notes" }),
    leave: () => location.assign(data.leave),
  }
}

export default function (component) {
  const root = component.parentElement
  const { key, window, version } = component.data
  const form = JSON.stringify([key, window, version])
  if (places.get(root) === form) return
  places.set(root, form)
  play(root, inPage(component))
}
