import Archives
import Foundation
import Testing

@Suite("fokker bound")
struct BoundTests {
  private func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test("gives the golden point and the first bifurcation of the soft rule")
  func golden() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    let rule = ["bound", "--rule", "soft", "--softness", "0.91431", "--quiet"]
    let single = try fokker.run(rule + ["--beta", "5.024", "--format", "json"])
    let points = try #require(
      try JSONSerialization.jsonObject(with: Data(single.output.utf8)) as? [[String: Any]])
    #expect(abs((points[0]["aboutInput"] as? Double ?? 0) - 1.2740) < 1e-3)
    #expect(abs((points[0]["aboutLabel"] as? Double ?? 0) - 0.8801) < 1e-3)

    let text = try fokker.run(rule + ["--output", "curve.nc"])
    #expect(text.status == 0 && text.output.contains("Bifurcations"), "\(text.error)")
    #expect(text.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let curve = try NetCDF.read(fokker.path("curve.nc"))
    let betas = try curve.doubles(named: "bifurcation_beta", dimensions: ["bifurcation"])
    #expect(abs(betas[0] - 1.0973) < 1e-3)
    #expect(abs((curve.attributes.double("critical_beta") ?? 0) - 1.0973) < 1e-4)
    let gaps = try curve.doubles(named: "optimality_gap", dimensions: ["point"])
    #expect(gaps.count == 200 && gaps.allSatisfy { $0 < 1e-9 })
    let again = try fokker.run(rule + ["--output", "curve.nc"])
    #expect(again.status == 74 && again.error.contains("exists already"), "\(again.error)")
    #expect(try fokker.run(rule + ["--output", "curve.npz", "--force"]).status == 0)
  }

  @Test("says that the hard rule's curve is degenerate")
  func hard() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    let result = try fokker.run("bound", "--rule", "hard", "--quiet", "--points", "12")
    #expect(result.status == 0 && result.output.contains("min(I(X;T), H(Y))"))
    let single = try fokker.run(
      "bound", "--rule", "hard", "--squared-beta", "0.8", "--format", "json")
    let points = try #require(
      try JSONSerialization.jsonObject(with: Data(single.output.utf8)) as? [[String: Any]])
    let information = points.first?["aboutInput"] as? Double ?? .nan
    #expect(abs(information - 1 / (2 * 0.8)) < 1e-6, "\(single.output)")
  }

  @Test("takes a table of any joint law")
  func table() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write("weight,no,yes\n2,0.9,0.1\n1,0.1,0.9\n1,0.1,0.9\n", to: "law.csv")
    let result = try fokker.run("bound", "--law", "law.csv", "--format", "json", "--quiet")
    let curve = try #require(try json(result.output)["curve"] as? [String: Any])
    #expect(curve["classCount"] as? Int == 2)
    #expect(abs((curve["criticalBeta"] as? Double ?? 0) - 1 / 0.64) < 1e-9)
    try fokker.write("no,yes\n0.9,0.2\n", to: "bad.csv")
    let bad = try fokker.run("bound", "--law", "bad.csv")
    #expect(bad.status == 65 && bad.error.contains("sum to 1"), "\(bad.error)")
  }

  @Test("places the layers of a run, as table, file and figure", arguments: ["hard", "soft"])
  func run(rule: String) throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(tinyExperiment, to: "tiny.yml")
    let train = try fokker.run(
      "train", "tiny.yml", "-o", "run", "--set", "training.data.rule=\(rule)")
    #expect(train.status == 0, "\(train.error)")
    let result = try fokker.run("bound", "run", "--threads", "1")
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let bound = try NetCDF.read(fokker.path("run/bound.nc"))
    let axes = ["network", "layer"]
    let distances = try bound.doubles(named: "label_distance", dimensions: axes)
    #expect(distances.count == 18 && distances.allSatisfy { $0 > -1e-9 })
    #expect(
      try bound.doubles(named: "input_distance", dimensions: axes).allSatisfy { $0 > -1e-9 })
    // The plug-in information is that of the information stage.
    try fokker.run("information", "run")
    let information = try NetCDF.read(fokker.path("run/information.nc"))
    let all = try information.slice(of: "information_input", at: ["estimator": 0])
    let epochs = try information.length(of: "epoch")
    let placed = try bound.doubles(named: "information_input", dimensions: axes)
    for network in 0..<3 {
      for layer in 0..<6 {
        let measured = all[(network * epochs + epochs - 1) * 6 + layer]
        #expect(abs(placed[network * 6 + layer] - measured) < 1e-9)
      }
    }
    let figure = String(decoding: try fokker.bytes("run/bound.svg"), as: UTF8.self)
    #expect(figure.contains("<svg") && figure.contains("bound"))

    let again = try fokker.run("bound", "run")
    #expect(again.status == 74 && again.error.contains("exists already"), "\(again.error)")
    let first = try fokker.bytes("run/bound.nc")
    let forced = try fokker.run("bound", "run", "--force", "--threads", "2")
    #expect(forced.output == result.output)
    #expect(try fokker.bytes("run/bound.nc") == first)
    let missing = try fokker.run("bound", "run", "--epoch", "39", "--force")
    #expect(missing.status == 64 && missing.error.contains("40"), "\(missing.error)")
  }

  @Test(
    "refuses input without meaning",
    arguments: [
      ("bound --beta 0", 64, "--beta is 0"), ("bound --beta -3", 64, "--beta is -3"),
      ("bound --softness -1", 64, "--softness"), ("bound --softness 0", 64, "--softness"),
      ("bound --rule hard --softness 2", 64, "no --softness"),
      ("bound --rule mild", 64, "hard or soft"), ("bound --points 1", 64, "--points is 1"),
      ("bound --beta-max 1", 64, "--beta-max"), ("bound --squared-beta 0", 64, "--squared-beta"),
      ("bound --epoch 4", 64, "run directory"), ("bound nowhere", 74, "no run directory"),
      ("bound nowhere --beta 3", 64, "leave out"), ("bound --law missing.csv", 74, "missing.csv"),
      ("bound --output curve.xls", 65, "curve.xls"), ("bound started", 74, "no training.nc"),
    ])
  func badInput(command: String, status: Int32, message: String) throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try FileManager.default.createDirectory(
      atPath: fokker.path("started"), withIntermediateDirectories: false)
    try fokker.write("title: started\n", to: "started/experiment.yml")
    let result = try fokker.run(command.split(separator: " ").map(String.init))
    #expect(result.status == status, "\(result.error)")
    #expect(result.error.contains(message), "\(result.error)")
    #expect(result.output.isEmpty)
  }
}
