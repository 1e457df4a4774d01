// What Streamlit calls with an element and what the server says.

const instances = new WeakMap()

export default function (component) {
  const root = component.parentElement
  if (!instances.has(root)) instances.set(root, new AtlasMap(root, component))
  const map = instances.get(root)
  map.update(component)
}
