// The slides and the speaker's notes in two windows of one browser, kept together without a server.

class Conductor {
  constructor(data, { told, asked }) {
    this.data = data
    this.name = `atlas-lesson-${data.key}`
    this.receive = ({ data: message }) => {
      if (message?.name !== this.name) return
      if (message.asks) asked(message.needs)
      else told(message.state, message.lesson)
    }
    try {
      this.channel = new BroadcastChannel(this.name)
      this.channel.onmessage = this.receive
    } catch {
      this.channel = null
    }
    // A file opened from a disk has no channel in every browser; windows that opened one another have this way as well.
    addEventListener("message", this.receive)
  }

  /** Opens the speaker's window; a second press brings it to the front. */
  open() {
    this.other = open(this.data.notes(), this.name)
  }

  tell(state, lesson = null) {
    this.send({ name: this.name, state, lesson })
  }

  /** Asks the other window where it is, and with `needs` for the lesson itself. */
  ask(needs) {
    this.send({ name: this.name, asks: true, needs })
  }

  send(message) {
    this.channel?.postMessage(message)
    for (const other of [this.other, window.opener]) {
      try {
        if (other && other !== window && !other.closed) other.postMessage(message, "*")
      } catch {}
    }
  }
}
