// The rival sharp (libvips): decode, crop, resize to 300 x 300 with the triangle filter, contrast and brightness, blur, raw RGB.
// It matches no anchors. Prints one line of JSON: images per second of each pass.
//
//     node sharp.mjs PLANS PROCESSES SECONDS      PLANS: one JSON object a line, as rivals.py prepare writes them
//
// One process of Node.js whose pool has as many threads as the other rivals have processes, each with one thread of libvips; twice as
// many photos are under way, so that no thread waits for JavaScript.
import fs from "node:fs";

const [plansPath, processes, seconds] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
if (!plansPath || !(processes >= 1) || !(seconds >= 0)) {
  console.error("usage: node sharp.mjs PLANS PROCESSES SECONDS");
  process.exit(2);
}
// The pool reads this when it first works, so before sharp is loaded.
process.env.UV_THREADPOOL_SIZE = String(processes);
const size = 300;

let sharp;
try {
  sharp = (await import("sharp")).default;
} catch (error) {
  console.log(JSON.stringify({ name: "sharp", work: "whole", processes, missing: "sharp (tools/rivals --install)" }));
  process.exit(0);
}
sharp.concurrency(1);
sharp.cache(false);

async function run(plan) {
  const pixels = await sharp(plan.path)
    .extract({ left: plan.x, top: plan.y, width: plan.width, height: plan.height })
    .resize(size, size, { fit: "fill", kernel: "linear" })
    .linear(plan.contrast, plan.brightness)
    .blur(1.0)
    .toColourspace("srgb")
    .removeAlpha()
    .raw()
    .toBuffer();
  if (pixels.length !== size * size * 3) throw new Error(`${plan.path}: ${pixels.length} bytes`);
}

async function timePass(plans) {
  let next = 0;
  const start = performance.now();
  const worker = async () => {
    while (next < plans.length) await run(plans[next++]);
  };
  await Promise.all(Array.from({ length: 2 * processes }, worker));
  return plans.length / ((performance.now() - start) / 1000);
}

const plans = fs.readFileSync(plansPath, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
await timePass(plans);
const rates = [];
for (const began = performance.now(); !rates.length || performance.now() - began < seconds * 1000; ) {
  rates.push(Number((await timePass(plans)).toFixed(1)));
}
const version = `${sharp.versions.sharp} (libvips ${sharp.versions.vips})`;
console.log(JSON.stringify({ name: "sharp", work: "whole", version, processes, photos: plans.length, rates }));
