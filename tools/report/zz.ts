import { withBrowser } from "./browser";
const [file, out, width, scheme, tiles] = process.argv.slice(2);
withBrowser({ width: Number(width), height: 1500, colorScheme: scheme as "light" }, async (b) => {
  const p = await b.newPage();
  p.on("console", (m) => console.log(m.type(), m.text()));
  await p.goto("file://" + file);
  const h = (await p.evaluate("document.body.scrollHeight")) as number;
  const n = Math.min(Number(tiles ?? 99), Math.ceil(h / 1500));
  for (let i = 0; i < n; i++)
    await p.screenshot({
      path: `${out}-${i}.png`,
      fullPage: true,
      clip: { x: 0, y: i * 1500, width: Number(width), height: Math.min(1500, h - i * 1500) },
    });
  console.log(h, n);
});
