// swift-tools-version: 6.2
import PackageDescription

let benchmark = Target.Dependency.product(name: "Benchmark", package: "benchmark")

/// A set of benchmarks of this package's libraries.
func benchmarks(_ name: String, of libraries: [String]) -> Target {
  .executableTarget(
    name: name,
    dependencies: [benchmark] + libraries.map { .product(name: $0, package: "fokker") },
    path: name,
    plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
}

let package = Package(
  name: "fokker-benchmarks",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(name: "fokker", path: "../.."),
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    benchmarks("TrainingBenchmarks", of: ["NeuralNetworks"]),
    benchmarks("InformationBenchmarks", of: ["InformationTheory", "NeuralNetworks"]),
  ],
  swiftLanguageModes: [.v6]
)
