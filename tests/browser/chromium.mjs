// Chromium with a notebook: whatever a page does that it must not is written down, and fails the scene.
import assert from 'node:assert/strict'

import { chromium } from 'playwright-core'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const PATIENCE_MS = 20_000

export class Chromium {
  /** Starts it with a profile of its own that is thrown away. `given` names the program and the desk's origin. */
  static async start({ chromium: executablePath, origin }) {
    const browser = await chromium.launch({
      executablePath,
      args: FLAGS,
      // Switched off by default, but it is what a moderator's browser does: Back shows a page from memory.
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
    })
    return new Chromium(browser, origin)
  }

  constructor(browser, origin) {
    this.browser = browser
    this.origin = origin
    this.wrong = []
  }

  /** A person of their own at a browser of their own: no cookie is shared. */
  async person({ javascript = true, ...wishes } = {}) {
    const context = await this.browser.newContext({
      baseURL: this.origin,
      javaScriptEnabled: javascript,
      locale: 'da-DK',
      viewport: { width: 1440, height: 900 },
      ...wishes,
    })
    context.setDefaultTimeout(PATIENCE_MS)
    context.on('request', request => {
      if (new URL(request.url()).origin !== this.origin) this.wrong.push(`asked ${request.url()}`)
    })
    const page = await context.newPage()
    await this.watch(page, javascript)
    return page
  }

  async watch(page, javascript) {
    page.on('pageerror', error => this.wrong.push(`script error: ${error}`))
    page.on('dialog', dialog => {
      this.wrong.push(`dialog: ${dialog.message()}`)
      dialog.dismiss().catch(() => {})
    })
    page.on('console', message => {
      if (!['error', 'warning', 'assert'].includes(message.type())) return
      // A page that answers 401, 409 or 410 is a page all the same: Chromium writes a line about its status.
      const isOurAnswer = /the server responded with a status of 4\d\d/.test(message.text())
        && message.location().url === page.url()
      if (!isOurAnswer) this.wrong.push(`console: ${message.text()}`)
    })
    if (!javascript) return
    await page.exposeFunction('wroteDown', words => this.wrong.push(words))
    await page.addInitScript(() => addEventListener('securitypolicyviolation', event =>
      window.wroteDown(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`)))
  }

  saw_nothing_wrong() {
    assert.deepEqual(this.wrong, [], 'the pages did what they must not')
  }

  /** What was written down since, taken out of the notebook: for seeing that it writes at all. */
  taken_out() {
    return this.wrong.splice(0)
  }

  async end() {
    await this.browser.close()
  }
}
