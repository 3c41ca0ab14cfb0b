import Archives
import Testing

@Suite("Provenance")
struct ProvenanceTests {
  @Test(
    "hashes the configuration by FNV-1a",
    arguments: [("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8")])
  func hash(text: String, expected: String) {
    var provenance = Provenance()
    provenance.configuration = text
    #expect(provenance.configurationHash == expected)
  }

  @Test("writes the time as ISO 8601 in UTC")
  func timestamp() {
    var provenance = Provenance()
    provenance.secondsSinceEpoch = 951_782_399
    #expect(provenance.timestamp == "2000-02-28T23:59:59Z")
    provenance.secondsSinceEpoch = 0
    #expect(provenance.timestamp == "1970-01-01T00:00:00Z")
  }

  @Test("becomes global attributes without the empty ones")
  func attributes() {
    var provenance = Provenance()
    provenance.title = "Training"
    provenance.version = "1.0"
    provenance.action = "fokker train"
    provenance.secondsSinceEpoch = 0
    provenance.seed = .max
    let attributes = provenance.attributes
    #expect(attributes.names == ["title", "history", "version", "seed"])
    #expect(attributes.string("history") == "1970-01-01T00:00:00Z fokker 1.0 fokker train")
    #expect(attributes.string("seed") == "18446744073709551615")
  }
}
