import Archives
import Foundation
import NeuralNetworks
import RunServer

/// The stages of a run, under a name that ``RunProgress`` does not hide.
private let stagesInOrder = Stage.allCases

extension RunProgress {
  /// How far a run is, by its files and those of its networks in training.
  init(of run: RunDirectory) {
    let training = (try? run.readConfiguration())?.training
    self.init(
      stages: stagesInOrder.map {
        RunProgress.Stage(activity: $0.activity, file: $0.fileName, isDone: run.holds($0))
      },
      networks: run.holds(.train)
        ? [] : Self.networks(of: run, epochs: training?.epochs ?? 0),
      networkCount: training?.networks ?? 0, epochCount: training?.epochs ?? 0)
  }

  /// The networks that have been saved; a file that vanishes meanwhile is left out.
  private static func networks(of run: RunDirectory, epochs: Int) -> [Network] {
    run.networksInTraining.compactMap { number, path in
      guard let header = try? NetCDF.read(path, variables: []),
        let epoch = header.attributes.double("finished_epochs")
      else { return nil }
      // The epoch before the first one counts as finished too.
      return Network(number: number, epoch: min(Int(epoch), epochs))
    }
  }
}
