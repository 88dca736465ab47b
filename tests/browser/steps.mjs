// The steps that every scene takes.

export async function in_by_link(page, link) {
  await page.goto(link)
  await page.getByRole('button', { name: 'Log ind med engangslinket' }).click()
}

export async function opens(page, name) {
  await page.goto('/ko')
  await page.getByRole('link', { name }).click()
  await says(page, 'h1', name)
}

/** Waits until the place says so. */
export async function says(page, place, words) {
  await page.locator(place).filter({ hasText: words }).first().waitFor({ state: 'attached' })
}
