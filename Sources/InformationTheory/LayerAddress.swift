/// Which layer of which network a snapshot belongs to.
public struct LayerAddress: Hashable, Sendable {
  /// The number of the network.
  public var network: Int
  /// The layer, from 1.
  public var layer: Int

  /// Creates an address.
  public init(network: Int, layer: Int) {
    self.network = network
    self.layer = layer
  }

  /// The index of the layer's random stream; that of the drawn labels is 0.
  var streamIndex: UInt64 {
    UInt64(UInt32(truncatingIfNeeded: network)) << 16 | UInt64(UInt16(truncatingIfNeeded: layer))
  }
}
