import Archives
import Figures

/// All networks in the information plane at a few epochs, from `snapshots.nc`.
struct StudySnapshots {
  private let data: Dataset

  init(_ data: Dataset) { self.data = data }

  func figure() throws -> Figure {
    let epochs = try data.coordinate("epoch")
    let networks = try data.length(of: "network")
    let layers = try data.length(of: "layer")
    let axes = ["epoch", "network", "layer"]
    let input = try data.rows(named: "information_input", dimensions: axes)
    let label = try data.rows(named: "information_label", dimensions: axes)
    let snapshots = epochs.indices.map { epoch in
      let rows = epoch * networks..<(epoch + 1) * networks
      return InformationSnapshot(
        epoch: epochs[epoch],
        layers: (0..<layers).map { layer in
          InformationSnapshot.Layer(
            input: rows.map { input[$0][layer] }, label: rows.map { label[$0][layer] })
        })
    }
    return informationSnapshots(snapshots, networks: networks)
  }
}
