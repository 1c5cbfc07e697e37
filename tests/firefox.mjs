// Opens a page in Firefox and prints what its tool says, as JSON. Usage: node firefox.mjs FIREFOX URL SELECTOR
import puppeteer from "puppeteer-core";

const [executablePath, url, selector] = process.argv.slice(2);
const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
try {
  const page = await browser.newPage();
  const asked = [];
  const wrong = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  await page.goto(url, { waitUntil: "load" });
  const found = await page.waitForSelector(selector, { timeout: 90_000 });
  const told = await found.evaluate((node) => ({ ...node.dataset }));
  console.log(JSON.stringify({ told, asked, wrong }));
} finally {
  await browser.close();
}
