import Archives

/// A dataset with every type of value, a coordinate of texts, a single value and an empty array.
func sampleDataset() throws -> Dataset {
  var dataset = Dataset(attributes: [
    "title": "A sample – with “quotes”, commas\nand lines", "seed": .integers([42]),
    "rates": .doubles([0.1, 1e-300]), "tags": .strings(["α", "b,c"]), "scale": .doubles([2]),
  ])
  try dataset.addCoordinate(
    "epoch", .integers([0, 400, 9000]), units: "1", longName: "training epoch")
  try dataset.addCoordinate("closure", .strings(["mean field", "Gauß, 2nd"]))
  try dataset.addDimension("weight", length: 4)
  try dataset.addDimension("nothing", length: 0)
  let doubles = (0..<24).map { Double($0) / 3 - 1e-7 }
  try dataset.add(
    Variable(
      "drift", dimensions: ["epoch", "closure", "weight"], values: .doubles(doubles),
      units: "s-1", longName: "drift coefficient", attributes: ["level": .integers([1, -2])]))
  try dataset.add(
    Variable(
      "gradient", dimensions: ["weight"],
      values: .floats([1.5, -.infinity, .leastNonzeroMagnitude, 0.1])))
  try dataset.add(Variable("code", dimensions: ["weight"], values: .bytes([0, 1, 254, 255])))
  try dataset.add(
    Variable("count", dimensions: ["closure"], values: .integers([.min, .max])))
  try dataset.add(Variable("temperature", values: .doubles([0.3]), units: "bit"))
  try dataset.add(Variable("solver", values: .strings(["Scharfetter-Gummel"])))
  try dataset.add(Variable("void", dimensions: ["nothing"], values: .doubles([])))
  return dataset
}
