/**
 * Takes a picture of a screen: `node test/support/picture.ts ADDRESS FILE.png [--size 1440x900] [--theme dark|light]
 * [--wait SELECTOR] [--click SELECTOR]… [--press KEY]… [--full]`. Prints what the page complained about.
 */
import { parseArgs } from 'node:util';
import { launchChromium } from './chromium.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', default: '1440x900' },
    theme: { type: 'string', default: 'dark' },
    wait: { type: 'string' },
    click: { type: 'string', multiple: true, default: [] },
    press: { type: 'string', multiple: true, default: [] },
    full: { type: 'boolean', default: false },
  },
});
const [address = '', file = 'picture.png'] = positionals;
const [width = 1440, height = 900] = values.size.split('x').map(Number);
const browser = await launchChromium();
try {
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: values.theme === 'light' ? 'light' : 'dark',
  });
  page.on('console', (message) => {
    if (message.type() !== 'log') console.log(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => console.log(`error: ${error.message}`));
  await page.goto(address);
  await page.waitForLoadState('networkidle');
  if (values.wait !== undefined) await page.waitForSelector(values.wait);
  for (const selector of values.click) await page.click(selector);
  for (const key of values.press) await page.keyboard.press(key);
  await page.waitForTimeout(500);
  await page.screenshot({ path: file, fullPage: values.full });
} finally {
  await browser.close();
}
