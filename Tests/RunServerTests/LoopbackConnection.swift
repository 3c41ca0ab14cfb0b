import Foundation
import Testing

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A connection of the operating system's own sockets, so that any bytes can be sent.
final class LoopbackConnection: Sendable {
  let descriptor: Int32

  /// Connects; fails with the number of the system's error.
  init(port: UInt16, address: String = "127.0.0.1") throws {
    #if canImport(Darwin)
    descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #else
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #endif
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = port.bigEndian
    inet_pton(AF_INET, address, &place.sin_addr)
    let status = withUnsafePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else { throw ConnectionFailure(code: errno) }
    // Long, since the server shares its threads with every other test: a wait without end alone fails.
    var limit = timeval(tv_sec: 600, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(descriptor) }

  /// Sends all bytes.
  func send(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes {
        #if canImport(Darwin)
        Darwin.send(descriptor, $0.baseAddress, $0.count, 0)
        #else
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        #endif
      }
      guard sent > 0 else { throw ConnectionFailure(code: errno) }
      rest = rest.dropFirst(sent)
    }
  }

  /// Some bytes; none at the end.
  func receive() throws -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    guard count >= 0 else { throw ConnectionFailure(code: errno) }
    return Array(buffer[..<count])
  }

  /// Everything up to the end of the connection.
  func receiveAll() throws -> [UInt8] {
    var result: [UInt8] = []
    while case let bytes = try receive(), !bytes.isEmpty { result += bytes }
    return result
  }
}

struct ConnectionFailure: Error, Equatable {
  var code: Int32
}

/// An answer taken apart.
struct RawResponse {
  let status: Int
  let headers: [String: String]
  let body: [UInt8]

  var text: String { String(decoding: body, as: UTF8.self) }

  init(_ bytes: [UInt8]) throws {
    let separator = Array("\r\n\r\n".utf8)
    let end = try #require(bytes.firstRange(of: separator), "an answer has headers")
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
      .components(separatedBy: "\r\n")
    let words = try #require(lines.first).split(separator: " ")
    status = try #require(words.count > 1 ? Int(words[1]) : nil)
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2 {
        headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
      }
    }
    self.headers = headers
    body = Array(bytes[end.upperBound...])
  }
}
