// What the pages share: the facts written into the page, and files that come as scripts.

const byId = id => document.getElementById(id)

/** What the page was told when it was made. */
const facts = JSON.parse(byId("facts").textContent)

const given = new Map()
/** Asks for a file once, by its name. It comes as a script: a page opened from a folder may fetch nothing else. */
const give = name => {
  if (!given.has(name))
    given.set(name, new Promise((resolve, reject) => {
      const found = () => self.atlasFiles?.[name]
      if (found()) return resolve(found())
      const fail = () => {
        given.delete(name)
        reject(new Error(`a file could not be loaded (${facts.files[name]})`))
      }
      const script = Object.assign(document.createElement("script"), { src: facts.root + facts.files[name] })
      script.onload = () => (found() ? resolve(found()) : fail())
      script.onerror = fail
      document.head.append(script)
    }))
  return given.get(name)
}

/** An element with a class and a text. */
const element = (kind, text = "", attributes = {}) => Object.assign(document.createElement(kind), { textContent: text, ...attributes })

const darkNow = matchMedia("(prefers-color-scheme: dark)")
