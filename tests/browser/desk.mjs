// Plays one scene in a real Chromium: `node desk.mjs <scene>`, with what the scene needs as JSON on standard
// input. It ends badly when anything is not as it should be, and says what.
import { text } from 'node:stream/consumers'

import { Chromium } from './chromium.mjs'
import * as scenes from './scenes.mjs'

const play = scenes[process.argv[2]]
const given = JSON.parse(await text(process.stdin))
const chromium = await Chromium.start(given)
try {
  await play(chromium, given)
  chromium.saw_nothing_wrong()
} finally {
  await chromium.end()
}
