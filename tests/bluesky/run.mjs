// Starts PLC, PDS and AppView in this process, says where they answer, and ends when its standard
// input closes. On a line `settle` it waits until the AppView has read everything that the PDS wrote.
import readline from 'node:readline'

import { TestNetwork } from '@atproto/dev-env'

const MOST_MS = 60_000

const network = await TestNetwork.create({
  pds: { hostname: 'localhost', enableDidDocWithSession: true },
})
console.log('READY', JSON.stringify({ pds: network.pds.url, appview: network.bsky.url, plc: network.plc.url }))

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => process.exit(0))
}
for await (const line of readline.createInterface({ input: process.stdin })) {
  if (line === 'settle') {
    await network.processAll(MOST_MS)
    console.log('SETTLED')
  }
}
// Everything that it held is temporary, and start.sh throws it away: nothing is worth a clean end.
process.exit(0)
