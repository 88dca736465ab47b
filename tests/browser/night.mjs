// The night: one hand, a small screen, no script. And the same pages for who needs them large.
import assert from 'node:assert/strict'

import { barriers, covered, spilled } from './looks.mjs'
import { in_by_link, says } from './steps.mjs'

/** From the alert to hidden: opening the link is the first tap. */
export async function night(chromium, { links, item }) {
  const page = await chromium.person({
    javascript: false,
    hasTouch: true,
    isMobile: true,
    viewport: { width: 320, height: 568 },
  })
  await in_by_link(page, links.mette)
  let taps = 1
  await page.goto(item)
  const remove = page.getByRole('button', { name: 'Bekræft fjernelsen' })
  const box = await remove.boundingBox()
  assert.ok(box.height >= 44 && box.width >= 200, `a target of ${box.width} by ${box.height}`)
  assert.ok(box.y > 300 && box.y + box.height <= 568, 'it is not under the thumb')
  await remove.tap()
  taps += 1
  await says(page, '.notice', 'Fjernelsen er besluttet')
  assert.ok(taps <= 3)

  // Taken back, by the way that the notice shows.
  await page.getByRole('link', { name: 'Se den, eller fortryd' }).tap()
  await page.locator('.bar').getByRole('button', { name: 'Behold' }).tap()
  await says(page, '.notice', 'Henvendelsen er beholdt')
  for (const button of await page.locator('.bar .btn').all()) {
    assert.ok((await button.boundingBox()).height >= 44)
  }
  await page.getByRole('link', { name: 'Tilbage til køen' }).tap()
  await says(page, 'h1', 'Kø')
  await page.locator('.more summary').tap()
  await page.getByRole('link', { name: 'Drift', exact: true }).tap()
  await says(page, 'h1', 'Drift')
}

/** 200 % and 400 % of a screen of 1280 by 1024, and letters set as wide as the standard asks. */
export async function zoom(chromium, { links, item }) {
  const page = await chromium.person()
  await in_by_link(page, links.torben)
  for (const address of ['/ko', item, '/statistik', '/revision', '/drift', '/genveje', '/sog']) {
    await page.goto(address)
    for (const [width, height] of [[640, 512], [320, 256]]) {
      await page.setViewportSize({ width, height })
      const where = `${address} at ${1280 / width * 100} %`
      assert.deepEqual(await spilled(page), [], `${where}: two ways to scroll`)
      assert.deepEqual(await covered(page), [], `${where}: cannot be pressed`)
      assert.deepEqual(await barriers(page), [], `${where}: barriers`)
    }
    await page.setViewportSize({ width: 1280, height: 1024 })
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}')
      document.adoptedStyleSheets = [sheet]
    })
    assert.deepEqual(await spilled(page), [], `${address} spaced: wider than the screen`)
    assert.deepEqual(await covered(page), [], `${address} spaced: cannot be pressed`)
    const cut = await page.evaluate(() => [...document.querySelectorAll('button, .btn, .badge, summary')]
      .filter(place => place.checkVisibility() && place.scrollWidth > place.clientWidth + 1)
      .map(place => place.textContent.trim()))
    assert.deepEqual(cut, [], `${address} spaced: cut off`)
  }
}
