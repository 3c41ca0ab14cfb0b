import ArgumentParser

@main
struct FokkerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fokker", abstract: "Test the drift-diffusion analogy of deep learning.")
}
