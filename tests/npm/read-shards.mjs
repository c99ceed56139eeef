// Reads shards with the npm package tfrecord, which checks both checksums of every record, and prints one JSON line per record:
// each feature by key as [kind, values], byte strings in hexadecimal, sorted by key.
import { createRequire } from "node:module";

const tfrecord = createRequire(import.meta.url)("tfrecord");

function valuesOf(feature) {
  if (feature.bytesList) return ["bytes", feature.bytesList.value.map((value) => Buffer.from(value).toString("hex"))];
  if (feature.floatList) return ["float", Array.from(feature.floatList.value)];
  if (feature.int64List) return ["int64", Array.from(feature.int64List.value, (value) => Number(value))];
  return ["none", []];
}

for (const path of process.argv.slice(2)) {
  const reader = await tfrecord.createReader(path);
  for (let example; (example = await reader.readExample()); ) {
    const features = example.features.feature;
    const line = {};
    for (const key of Object.keys(features).sort()) line[key] = valuesOf(features[key]);
    console.log(JSON.stringify(line));
  }
}
