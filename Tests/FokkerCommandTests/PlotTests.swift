import Archives
import Foundation
import Testing

@Suite("fokker plot")
struct PlotTests {
  /// The names in a listing of `fokker plot`: the first words of the rows of its first table.
  private func listed(_ output: String) -> [String] {
    let table = output.components(separatedBy: "Figures that need more")[0]
    return table.split(separator: "\n").dropFirst(2).compactMap { line in
      guard let first = line.first, first.isLetter else { return nil }
      return line.split(separator: " ").first.map(String.init)
    }
  }

  @Test("draws every figure of a run, each once")
  func everyFigure() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(tinyExperiment, to: "tiny.yml")
    #expect(try fokker.run("run", "tiny.yml", "-o", "run").status == 0)

    let before = try fokker.run("plot", "run")
    #expect(before.output.contains("bound.nc (fokker bound run)"), "\(before.output)")
    #expect(before.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let early = try fokker.run("plot", "run", "bound")
    #expect(early.status == 74 && early.error.contains("fokker bound run"), "\(early.error)")
    #expect(try fokker.run("bound", "run").status == 0)

    let listing = try fokker.run("plot", "run")
    let names = listed(listing.output)
    #expect(names.count == 22 && !listing.output.contains("need more"), "\(listing.output)")
    let all = try fokker.run("plot", "run", "all")
    #expect(all.status == 0, "\(all.error)")
    let drawn = all.output.split(separator: "\n").map(String.init)
    // So short a training compresses nothing, and there is nothing after it to forecast.
    let missing = ["hypotheses", "forecast"]
    let expected = names.filter { !missing.contains($0) }
    #expect(drawn == expected.map { "run/figures/\($0).svg" }, "\(all.error)")
    for name in missing { #expect(all.error.contains("\(name) was left out"), "\(all.error)") }
    for path in drawn {
      let figure = String(decoding: try fokker.bytes(path), as: UTF8.self)
      #expect(figure.contains("<svg") && figure.contains("</svg>"), "\(path)")
    }
    try checkNumbers(fokker)
    let again = try fokker.run("plot", "run", "entropy")
    #expect(again.status == 74 && again.error.contains("--force"), "\(again.error)")
    try checkChoices(fokker)
  }

  /// What is drawn are the numbers of the files: gnuplot's script holds them.
  private func checkNumbers(_ fokker: FokkerProcess) throws {
    let plane = try fokker.run(
      "plot", "run", "information-plane", "-o", "plane.svg", "--keep-source")
    #expect(plane.status == 0, "\(plane.error)")
    let script = String(decoding: try fokker.bytes("plane.svg.gp"), as: UTF8.self)
    let points = script.split(separator: "\n").map {
      $0.split(separator: " ").compactMap { Double($0) }
    }
    .filter { $0.count == 3 }
    let file = try NetCDF.read(fokker.path("run/information.nc"))
    let (networks, epochs) = (try file.length(of: "network"), try file.length(of: "epoch"))
    let axes = ["estimator", "network", "epoch", "layer"]
    let input = try file.doubles(named: "information_input", dimensions: axes)
    let label = try file.doubles(named: "information_label", dimensions: axes)
    func mean(_ values: [Double], _ epoch: Int, _ layer: Int) -> Double {
      (0..<networks).reduce(0) { $0 + values[($1 * epochs + epoch) * 6 + layer] } / Double(networks)
    }
    for layer in 3..<6 {
      for epoch in 0..<epochs {
        let (x, y) = (mean(input, epoch, layer), mean(label, epoch, layer))
        #expect(points.contains { abs($0[0] - x) < 1e-9 && abs($0[1] - y) < 1e-9 })
      }
    }
    let movie = try fokker.run(
      "plot", "run", "information-movie", "-o", "movie.gif", "--keep-source")
    #expect(movie.status == 0, "\(movie.error)")
    let frames = String(decoding: try fokker.bytes("movie.gif.gp"), as: UTF8.self)
    #expect(frames.split(separator: "\n").count { $0 == "set multiplot" } == epochs)
    #expect(try fokker.bytes("movie.gif").starts(with: Data("GIF89a".utf8)))
  }

  /// Layers, frames and names that do not exist.
  private func checkChoices(_ fokker: FokkerProcess) throws {
    let misspelt = try fokker.run("plot", "run", "entrpy")
    #expect(misspelt.status == 64 && misspelt.error.contains("did you mean 'entropy'"))
    let layer = try fokker.run("plot", "run", "densities", "--layer", "3", "-o", "layer.svg")
    #expect(layer.status == 0, "\(layer.error)")
    let figure = String(decoding: try fokker.bytes("layer.svg"), as: UTF8.self)
    #expect(figure.contains("layer 3") && !figure.contains("layer 4"))
    let none = try fokker.run("plot", "run", "densities", "--layer", "9", "-o", "none.svg")
    #expect(none.status == 65 && none.error.contains("no layer 9"), "\(none.error)")
    let still = try fokker.run("plot", "run", "weights", "--epoch", "3", "-o", "still.svg")
    #expect(still.status == 0, "\(still.error)")
    let unmoved = try fokker.run("plot", "run", "entropy", "--epoch", "3", "-o", "none.svg")
    #expect(unmoved.status == 65 && unmoved.error.contains("does not move"), "\(unmoved.error)")
    let time = try fokker.run("plot", "run", "weights", "--time", "3", "-o", "none.svg")
    #expect(time.status == 65 && time.error.contains("--epoch"), "\(time.error)")
    let format = try fokker.run("plot", "run", "entropy", "-o", "none.bmp")
    #expect(format.status == 64 && format.error.contains(".svg"), "\(format.error)")
    let nowhere = try fokker.run("plot", "nowhere")
    #expect(nowhere.status == 74 && nowhere.error.contains("nowhere"))
    #expect(!FileManager.default.fileExists(atPath: fokker.path("none.svg")))
  }

  @Test("draws the files of an equation in one variable, and an ensemble over it")
  func line() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    let equation = [
      "--drift", "x - x^3", "--diffusion", "0.1", "--domain", "-4:4", "--initial",
      "normal(0.5, 0.2)", "--times", "0:2:5",
    ]
    let solve = ["solve"] + equation + ["--stationary", "--spectrum", "3", "-o", "d.nc"]
    #expect(try fokker.run(solve).status == 0)
    let simulate =
      ["simulate"] + equation
      + ["--particles", "500", "--time-step", "0.05", "--paths", "2", "-o", "e.nc"]
    #expect(try fokker.run(simulate).status == 0)

    let drawn = try fokker.run("plot", "d.nc", "all", "--ensemble", "e.nc")
    #expect(drawn.status == 0, "\(drawn.error)")
    let names = [
      "density", "density-map", "density-movie", "moments", "entropy", "stationary", "spectrum",
      "modes",
    ]
    #expect(drawn.output == names.map { "d-\($0).svg\n" }.joined())
    let own = try fokker.run("plot", "e.nc", "density-map")
    #expect(own.status == 0, "\(own.error)")
    let picture = String(decoding: try fokker.bytes("e-density-map.svg"), as: UTF8.self)
    #expect(picture.contains("single particles"))
    let missing = try fokker.run("plot", "e.nc", "spectrum")
    #expect(missing.status == 74 && missing.error.contains("--spectrum"), "\(missing.error)")
  }

  private let plane = """
    title: Plane
    variables: [x, y]
    drift: [-x, -y]
    diffusion: [[0.5, 0], [0, 0.5]]
    domain: [-5:5, -5:5]
    initial: [point(1), point(0)]
    times: [0, 0.5, 1]
    solve:
      cells: 24
    simulate:
      timeStep: 0.05
      paths: 2
    """

  @Test("draws the density of two variables with arrows and paths")
  func twoVariables() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(plane, to: "plane.yml")
    #expect(try fokker.run("solve", "plane.yml", "-o", "d.nc").status == 0)
    #expect(try fokker.run("simulate", "plane.yml", "--particles", "200", "-o", "e.nc").status == 0)
    let drawn = try fokker.run("plot", "d.nc", "all", "--ensemble", "e.nc")
    #expect(drawn.status == 0, "\(drawn.error)")
    let names = ["plane", "marginals", "moments", "entropy"]
    #expect(drawn.output == names.map { "d-\($0).svg\n" }.joined())
    let picture = String(decoding: try fokker.bytes("d-plane.svg"), as: UTF8.self)
    #expect(picture.contains("probability current") && picture.contains("single particles"))
    let still = try fokker.run("plot", "d.nc", "plane", "--time", "0.5", "-o", "still.svg")
    #expect(still.status == 0, "\(still.error)")
    let frame = String(decoding: try fokker.bytes("still.svg"), as: UTF8.self)
    #expect(frame.contains("time 0.5") && !frame.contains("single particles"))
  }

  @Test("writes the paths of the first particles, which do not depend on how many there are")
  func paths() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(plane, to: "plane.yml")
    for (count, name) in [("2", "few"), ("300", "many")] {
      let result = try fokker.run(
        "simulate", "plane.yml", "--particles", count, "-o", "\(name).nc")
      #expect(result.status == 0, "\(result.error)")
    }
    let few = try NetCDF.read(fokker.path("few.nc"))
    let many = try NetCDF.read(fokker.path("many.nc"))
    let axes = ["path", "time"]
    for (name, start) in [("path_x", 1.0), ("path_y", 0.0)] {
      let path = try few.doubles(named: name, dimensions: axes)
      #expect(try many.doubles(named: name, dimensions: axes) == path)
      #expect(path[0] == start && path[3] == start && path[1] != path[0] && path[1] != path[4])
    }
    // The mean of two particles is that of their paths.
    let means = try few.doubles(named: "mean", dimensions: ["time", "variable"])
    let x = try few.doubles(named: "path_x", dimensions: axes)
    for time in 0..<3 { #expect(abs(means[2 * time] - (x[time] + x[3 + time]) / 2) < 1e-12) }
    let tooMany = try fokker.run(
      "simulate", "plane.yml", "--particles", "2", "--paths", "3", "-o", "none.nc")
    #expect(tooMany.status == 64 && tooMany.error.contains("paths is 3"), "\(tooMany.error)")
  }
}
